import type { ChatClient } from '@palaver/client'
import type { ComponentType } from 'react'
import type { IconName } from '../../controls/icon.tsx'
import type { MenuItem } from '../../controls/menu-items.tsx'

/** What a dialog that the composer's menu opens is given. */
export interface ComposerDialogProps {
  readonly conversationId: string
  readonly onClose: () => void
}

/** What is needed to say what else can be sent. */
export interface ComposerMenuSlot {
  readonly chat: ChatClient
  readonly conversationId: string
  /** Opens a dialog, in which what is sent is made. */
  readonly open: (Dialog: ComponentType<ComposerDialogProps>) => void
}

/** What a feature adds to the composer. */
export interface ComposerExtension {
  /** Entries of the menu behind the plus; asked when it opens, without hooks. */
  readonly menuItems: (slot: ComposerMenuSlot) => readonly (MenuItem & { readonly icon: IconName })[]
}
