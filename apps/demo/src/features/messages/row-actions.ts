import type { TimelineMessage } from '@palaver/client'
import type { ComponentType } from 'react'

/** What rows of the timeline do; one stable object for a timeline. */
export interface RowActions {
  readonly reply: (message: TimelineMessage) => void
  /** Opens the message in place of the composer. */
  readonly edit: (message: TimelineMessage) => void
  /** Deletes it for everyone, and offers to undo it. */
  readonly remove: (message: TimelineMessage) => void
  /** Opens a dialog about the message, in place of the one that is open. */
  readonly open: (message: TimelineMessage, Dialog: ComponentType<MessageDialogProps>) => void
  /** Goes to the message at a position. */
  readonly jump: (position: number) => void
  readonly retry: (key: string) => void
  readonly discard: (key: string) => void
}

/** Where a feature stands in a message of the timeline. */
export interface MessageSlot {
  readonly conversationId: string
  readonly message: TimelineMessage
  readonly actions: RowActions
}

/** What a dialog about a message is given. */
export interface MessageDialogProps extends MessageSlot {
  readonly onClose: () => void
}
