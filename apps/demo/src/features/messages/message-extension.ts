import type { ChatClient, TimelineMessage } from '@palaver/client'
import type { ComponentType } from 'react'
import type { MenuItem } from '../../controls/menu.tsx'
import type { RowActions } from './row-actions.ts'

/** Where a feature stands in a message of the timeline. */
export interface MessageSlot {
  readonly conversationId: string
  readonly message: TimelineMessage
  readonly actions: RowActions
}

/** What a feature adds to the messages of the timeline, each part optional. Parts that have nothing to show for a message give null. */
export interface MessageExtension {
  /** A button of the action bar: for what people do all the time. */
  readonly Button?: ComponentType<MessageSlot>
  /** Entries of the menu at the end of the action bar; asked when it is rendered, without hooks. */
  readonly menuItems?: (slot: MessageSlot & { readonly chat: ChatClient }) => readonly MenuItem[]
  /** In the bubble, above the text. */
  readonly Above?: ComponentType<MessageSlot>
  /** In the bubble, instead of the text, for content that is no text. */
  readonly Content?: ComponentType<MessageSlot>
  /** Under the bubble. */
  readonly Below?: ComponentType<MessageSlot>
  /** Beside the state of sending, in the quiet small type. */
  readonly Meta?: ComponentType<MessageSlot>
}
