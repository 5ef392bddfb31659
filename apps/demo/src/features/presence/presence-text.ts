import type { Presence } from '@palaver/client'
import { formatDay, formatTime, daysAgo } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'

const lastSeen = (at: number): string => {
  const days = daysAgo(at, Date.now())
  if (days <= 0) return texts.presence.lastSeenToday(formatTime(at))
  return days === 1 ? texts.presence.lastSeenYesterday(formatTime(at)) : texts.presence.lastSeenOn(formatDay(at))
}

/** What is said of somebody's presence; the status text they chose follows. */
export const presenceText = (presence: Presence | undefined): string => {
  if (!presence) return ''
  const state =
    presence.status === 'offline' && presence.lastSeenAt !== undefined
      ? lastSeen(presence.lastSeenAt)
      : texts.presence[presence.status]
  return presence.text ? `${state} · ${presence.text}` : state
}
