import type { EncodedEvent } from '../event.ts'
import { encodeEvent } from '../writer/encode-event.ts'

/** Quiet events that followers were not sent. */
export class Unsaid {
  /** What followers have. */
  readonly after: number
  /** The newest of those events. */
  last: EncodedEvent
  /** What followers are owed of those: the newest of each name, in order. */
  readonly later = new Map<string, EncodedEvent>()

  constructor(after: number, last: EncodedEvent) {
    this.after = after
    this.last = last
  }

  add(event: EncodedEvent): void {
    this.last = event
    if (typeof event.quiet !== 'string') return
    // Deleted first, so that the order of the map is that of the revisions.
    this.later.delete(event.quiet)
    this.later.set(event.quiet, event)
  }

  /** Adds the frames that are owed; gives the revision that followers have then. */
  tell(frames: string[]): number {
    let reached = this.after
    for (const event of this.later.values()) {
      frames.push(reachingBack(event, reached))
      reached = event.revision
    }
    return reached
  }
}

/** What followers get of a run of events, and what they are left behind by on purpose. */
export interface Audible {
  readonly frames: readonly string[]
  readonly unsaid: Unsaid | undefined
}

/**
 * Leaves quiet events out. The next event that is sent reaches back over them, so that no follower sees a hole: an event may always
 * begin before what a client knows (PROTOCOL.md, SYNC-1). What is owed goes before it.
 */
export function audible(events: readonly EncodedEvent[], before: Unsaid | undefined): Audible {
  const frames: string[] = []
  let unsaid = before
  for (const event of events) {
    if (event.quiet) {
      unsaid ??= new Unsaid(event.after, event)
      unsaid.add(event)
      continue
    }
    const reached = unsaid?.tell(frames) ?? event.after
    frames.push(reachingBack(event, reached))
    unsaid = undefined
  }
  return { frames, unsaid }
}

// The numbers of a frame stand before its payload, and ids and names hold no quotes.
const reachingBack = ({ frame, after }: EncodedEvent, to: number): string => (to === after ? frame : frame.replace(`"after":${after},`, `"after":${to},`))

/** What some followers were not sent, with what another was not: whoever has some of it drops that. */
export function joined(one: Unsaid | undefined, other: Unsaid): Unsaid {
  if (!one) return other
  const events = [...one.later, ...other.later].sort(([, a], [, b]) => a.revision - b.revision)
  const both = new Unsaid(Math.min(one.after, other.after), one.last)
  for (const [, event] of events) both.add(event)
  both.last = one.last.revision > other.last.revision ? one.last : other.last
  return both
}

/** The frames that bring followers up after quiet events when nothing else does: what they are owed, and how many members there are now. */
export function tellUnsaid(unsaid: Unsaid): string[] {
  const frames: string[] = []
  const after = unsaid.tell(frames)
  const { id, revision, frame } = unsaid.last
  if (after === revision) return frames
  const { payload } = JSON.parse(frame) as { payload: { memberCount?: number } }
  const rows = payload.memberCount === undefined ? {} : { memberCount: payload.memberCount }
  return [...frames, encodeEvent({ name: 'conversation.changed', scope: 'conversation', id, after, revision, payload: rows }).frame]
}
