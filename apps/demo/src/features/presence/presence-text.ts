import type { Presence } from '@palaver/client'
import { formatDay, formatTime, startOfDay } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'

const when = (at: number): string =>
  startOfDay(at) === startOfDay(Date.now()) ? formatTime(at) : `${formatDay(at)} ${formatTime(at)}`

/** What is said of somebody's presence; the status text they chose follows. */
export const presenceText = (presence: Presence | undefined): string => {
  if (!presence) return ''
  const state =
    presence.status === 'offline' && presence.lastSeenAt !== undefined
      ? texts.presence.lastSeen(when(presence.lastSeenAt))
      : texts.presence[presence.status]
  return presence.text ? `${state} · ${presence.text}` : state
}
