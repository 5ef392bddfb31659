import type { TimelineMessage } from '@palaver/client'

/** What rows of the timeline do; one stable object for a timeline. */
export interface RowActions {
  readonly reply: (message: TimelineMessage) => void
  /** Opens the message in place of the composer. */
  readonly edit: (message: TimelineMessage) => void
  /** Deletes it for everyone, and offers to undo it. */
  readonly remove: (message: TimelineMessage) => void
  /** Goes to the message at a position. */
  readonly jump: (position: number) => void
  readonly retry: (key: string) => void
  readonly discard: (key: string) => void
}
