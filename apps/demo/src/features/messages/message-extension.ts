import type { ChatClient } from '@palaver/client'
import type { ComponentType } from 'react'
import type { NoticeAction } from '../../announcements/notices.tsx'
import type { IconName } from '../../controls/icon.tsx'
import type { MenuItem } from '../../controls/menu-items.tsx'
import type { MessageDialogProps, MessageSlot } from './row-actions.ts'

export type { MessageDialogProps, MessageSlot } from './row-actions.ts'

/** What is needed to say what can be done with a message. */
export interface MessageMenuSlot extends MessageSlot {
  readonly chat: ChatClient
  /** Shows a sentence over the page for a moment: that it is done, perhaps with the way to undo it, or why it is not. */
  readonly notify: (text: string, action?: NoticeAction) => void
}

/** What can be done with a message. To open a dialog, call `actions.open(message, Dialog)`: it stays when the row goes. */
export interface MessageMenuItem extends MenuItem {
  readonly icon: IconName
  /** Also a button of the action bar, for what people do all the time: the first three that say so, the others stay in the menu. */
  readonly bar?: boolean
}

/**
 * What a feature adds to the messages of the timeline, each part optional. Parts that have nothing to show for a message give null.
 * The action bar holds at most five buttons: that of reactions, three items with `bar`, and the menu with all other items. A long press
 * shows everything as a sheet.
 */
export interface MessageExtension {
  /** Entries of the menu; asked when the bar is rendered and when the menu opens, without hooks. Those with `danger` stand last. Only for messages that the server has. */
  readonly menuItems?: (slot: MessageMenuSlot) => readonly MessageMenuItem[]
  /** A control of the action bar that is more than a button. Prefer `menuItems`: there is room for one. */
  readonly Button?: ComponentType<MessageSlot>
  /** Above the entries of the sheet; stands for `Button` there. */
  readonly Sheet?: ComponentType<MessageDialogProps>
  /** In the bubble, above the quote and the text. */
  readonly Above?: ComponentType<MessageSlot>
  /** In the bubble, instead of the text, for content that is no text. */
  readonly Content?: ComponentType<MessageSlot>
  /** Under the bubble. */
  readonly Below?: ComponentType<MessageSlot>
  /** Beside the state of sending, in the quiet small type. */
  readonly Meta?: ComponentType<MessageSlot>
}
