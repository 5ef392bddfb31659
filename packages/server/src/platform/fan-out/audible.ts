import type { EncodedEvent } from '../event.ts'
import { encodeEvent } from '../writer/encode-event.ts'

/** Quiet events that followers were not sent: they stand at `after`, and the newest of those events is `last`. */
export interface Unsaid {
  readonly after: number
  readonly last: EncodedEvent
}

/** What followers get of a run of events, and what they are left behind by on purpose. */
export interface Audible {
  readonly frames: readonly string[]
  readonly unsaid: Unsaid | undefined
}

/**
 * Leaves quiet events out. The next event that is sent reaches back over them, so that no follower sees a hole: an event may always
 * begin before what a client knows (PROTOCOL.md, SYNC-1).
 */
export function audible(events: readonly EncodedEvent[], before: Unsaid | undefined): Audible {
  const frames: string[] = []
  let unsaid = before
  for (const event of events) {
    if (event.quiet) {
      unsaid = { after: unsaid?.after ?? event.after, last: event }
      continue
    }
    frames.push(unsaid ? reachingBack(event, unsaid.after) : event.frame)
    unsaid = undefined
  }
  return { frames, unsaid }
}

// The numbers of a frame stand before its payload, and ids and names hold no quotes.
const reachingBack = ({ frame, after }: EncodedEvent, to: number): string => frame.replace(`"after":${after},`, `"after":${to},`)

/** The frame that brings followers up after quiet events when nothing else does: it says how many members there are now. */
export function tellUnsaid({ after, last }: Unsaid): string {
  const { payload } = JSON.parse(last.frame) as { payload: { memberCount?: number } }
  const rows = payload.memberCount === undefined ? {} : { memberCount: payload.memberCount }
  return encodeEvent({ name: 'conversation.changed', scope: 'conversation', id: last.id, after, revision: last.revision, payload: rows }).frame
}
