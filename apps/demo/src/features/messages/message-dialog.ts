import type { TimelineMessage } from '@palaver/client'
import { type ComponentType, useCallback, useState } from 'react'
import type { MessageDialogProps } from './message-extension.ts'

interface OpenDialog {
  readonly message: TimelineMessage
  readonly Dialog: ComponentType<MessageDialogProps>
}

/** The dialog about a message of a timeline, at most one. It follows the message, and stays when the row is scrolled away. */
export const useMessageDialog = (items: readonly TimelineMessage[]) => {
  const [opened, setOpened] = useState<OpenDialog>()
  const open = useCallback((message: TimelineMessage, Dialog: OpenDialog['Dialog']) => setOpened({ message, Dialog }), [])
  // What a sheet opens takes its place, and must not be closed with it.
  const close = (dialog: OpenDialog) => setOpened((now) => (now === dialog ? undefined : now))
  const shown = opened && { ...opened, message: items.find(({ key }) => key === opened.message.key) ?? opened.message, onClose: () => close(opened) }
  return { open, shown }
}
