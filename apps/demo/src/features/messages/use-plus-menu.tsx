import { useChat } from '@palaver/react'
import { type ComponentType, type ReactNode, useState } from 'react'
import { Menu } from '../../controls/menu.tsx'
import { texts } from '../../text/texts.ts'
import { composerExtensions } from '../composer-extensions.ts'
import type { ComposerDialogProps, Written } from './composer-extension.ts'

interface PlusMenu {
  readonly button: ReactNode
  /** Must stand outside of the composer's form. */
  readonly dialog: ReactNode
}

/** Offers what can be sent beside text. */
export const usePlusMenu = (conversationId: string, written: Written): PlusMenu => {
  const chat = useChat()
  const [opened, setOpened] = useState<{ readonly Dialog: ComponentType<ComposerDialogProps> }>()
  const items = () => composerExtensions.flatMap(({ menuItems }) => menuItems({ chat, conversationId, options: written.options, open: (Dialog) => setOpened({ Dialog }) }))
  return {
    button: <Menu label={texts.composer.add} icon="add" size={20} items={items} />,
    dialog: opened && <opened.Dialog conversationId={conversationId} written={written} onClose={() => setOpened(undefined)} />,
  }
}
