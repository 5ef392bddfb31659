import type { Message } from '@palaver/protocol'
import { holdsClientId, type MessageRows, messagesIn, type Run, runAt } from './message-rows.ts'

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

/** What a timeline shows: rows by position, then what waits to be sent. */
export interface TimelineList<P extends PendingMessage> extends TimelineWindow {
  readonly messages: readonly Message[]
  readonly pending: readonly P[]
}

/** The one list: the same for the same rows and entries, in whatever order they arrived. Away from the end nothing pending is shown. */
export const timelineList = <P extends PendingMessage>(
  source: { readonly rows: MessageRows; readonly pending: readonly P[]; readonly me: string },
  anchor: Anchor,
  bounds: Bounds,
): TimelineList<P> => {
  const view = windowOf(source.rows, anchor, bounds)
  return {
    ...view,
    messages: view.run ? messagesIn(source.rows, view.run) : [],
    pending: view.hasNewer ? [] : unanswered(source.pending, source.rows, source.me),
  }
}
