import type { ChatClient, MessageDraft } from '@palaver/client'
import type { ComponentType } from 'react'
import type { IconName } from '../../controls/icon.tsx'
import type { MenuItem } from '../../controls/menu-items.tsx'

/** How the next message is sent, where it differs from others. */
export type ComposerOptions = Pick<MessageDraft, 'silent' | 'urgent' | 'disappearAfterMs' | 'visibleTo'>

/** What is chosen for the next message, until it is sent. */
export interface Chosen {
  readonly options: ComposerOptions
  readonly onOptions: (options: ComposerOptions) => void
}

/** What is written in the composer. */
export interface Written extends Chosen {
  /** Empty when nothing is. */
  readonly text: string
  /** A text as the composer would send it: with what it answers, whom it calls and the options. */
  readonly draftOf: (text: string) => MessageDraft
  /** Empties the composer, as sending does. */
  readonly clear: () => void
}

/** What a dialog that the composer's menu opens is given. */
export interface ComposerDialogProps {
  readonly conversationId: string
  readonly written: Written
  readonly onClose: () => void
}

/** What is needed to say what else can be sent. */
export interface ComposerMenuSlot {
  readonly chat: ChatClient
  readonly conversationId: string
  /** What is chosen already. */
  readonly options: ComposerOptions
  /** Opens a dialog, in which what is sent is made. */
  readonly open: (Dialog: ComponentType<ComposerDialogProps>) => void
}

/** What a feature adds to the composer. */
export interface ComposerExtension {
  /** Entries of the menu behind the plus; asked when it opens, without hooks. */
  readonly menuItems: (slot: ComposerMenuSlot) => readonly (MenuItem & { readonly icon: IconName })[]
  /** Above the composer, outside of its form, when there is something to tell. */
  readonly Above?: ComponentType<{ readonly conversationId: string }>
  /** Right above the line in which one writes: what is chosen for the next message. */
  readonly Chosen?: ComponentType<Chosen>
}
