import { deletions } from '@palaver/client'
import { useChat, usePerson } from '@palaver/react'
import { texts } from '../../text/texts.ts'
import type { MessageExtension, MessageSlot } from '../messages/message-extension.ts'
import './deletions.css'

const Tombstone = ({ message: { content } }: MessageSlot) => {
  const { userId: me } = useChat()
  const by = content.kind === 'deleted' ? content.by : undefined
  const name = usePerson(by === me ? undefined : by)?.name
  if (by === undefined) return null
  if (content.kind === 'deleted' && content.expired) return <span className="msg-tombstone">{texts.disappearing.gone}</span>
  return <span className="msg-tombstone">{by === me ? texts.deletions.byYou : name === undefined ? texts.deletions.deleted : texts.deletions.by(name)}</span>
}

/** Deleting in the timeline: the entry of the menu, and the line that stays. */
export const deletionExtension: MessageExtension = {
  menuItems: ({ chat, conversationId, message, actions }) =>
    deletions(chat.conversation(conversationId)).canRemove(message) ? [{ label: texts.deletions.remove, icon: 'trash', danger: true, onChoose: () => actions.remove(message) }] : [],
  Content: Tombstone,
}
