import { edits } from '@palaver/client'
import { useState } from 'react'
import { formatFull } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import type { MessageExtension, MessageSlot } from '../messages/message-extension.ts'
import { EditsDialog } from './edits-dialog.tsx'

const EditedMark = ({ conversationId, message }: MessageSlot) => {
  const [open, setOpen] = useState(false)
  if (message.editedAt === undefined) return null
  return (
    <>
      <button type="button" tabIndex={-1} className="msg-edited" title={formatFull(message.editedAt)} onClick={() => setOpen(true)}>
        {texts.edits.edited}
      </button>
      {open && <EditsDialog conversationId={conversationId} message={message} onClose={() => setOpen(false)} />}
    </>
  )
}

/** Editing in the timeline: the entry of the menu, and a mark that leads to what was said before. */
export const editExtension: MessageExtension = {
  menuItems: ({ chat, conversationId, message, actions }) =>
    !message.restricted && edits(chat.conversation(conversationId)).canEdit(message) ? [{ label: texts.edits.edit, icon: 'edit', onChoose: () => actions.edit(message) }] : [],
  Meta: EditedMark,
}
