import { holdsClientId, type MessageRows, type Run, runAt } from './message-rows.ts'

/** What stands in the outbox for a conversation. */
export interface PendingMessage {
  /** The clientId of its command. */
  readonly key: string
}

/** Where one looks: at the end, or at the stretch that holds a position. */
export type Anchor = 'newest' | number

/** Bounds of what can be read: the caller's first readable position and the head's last. */
export interface Bounds {
  readonly first: number
  readonly last: number
}

/** One contiguous stretch. A hole is never bridged: `hasOlder` and `hasNewer` say that more is to be loaded. */
export interface TimelineWindow {
  readonly run: Run | undefined
  readonly hasOlder: boolean
  readonly hasNewer: boolean
}

/** The stretch to show: at `newest` the last run held, elsewhere the run of the anchor. */
export const windowOf = (rows: MessageRows, anchor: Anchor, bounds: Bounds): TimelineWindow => {
  const end = rows.runs.at(-1)
  const run = anchor === 'newest' ? end : runAt(rows, anchor)
  if (!run) return { run: undefined, hasOlder: bounds.last >= bounds.first, hasNewer: anchor !== 'newest' }
  const atEnd = run === end && (anchor === 'newest' || run.last >= bounds.last)
  return { run, hasOlder: run.first > bounds.first, hasNewer: !atEnd }
}

/** Pending messages that no held row has answered, in their order; the same list when all are still open. */
export const unanswered = <P extends PendingMessage>(pending: readonly P[], rows: MessageRows, me: string): readonly P[] => {
  const open = pending.filter((entry) => !holdsClientId(rows, me, entry.key))
  return open.length === pending.length ? pending : open
}
