import type { ActivityEntry } from '@palaver/client'
import { useChat, useConversationItem, usePeople } from '@palaver/react'
import { Name } from '../../controls/name.tsx'
import { messageHref, navigate, threadHref } from '../../routing/route.ts'
import { texts } from '../../text/texts.ts'
import { useConversationTitle } from '../conversations/use-conversation-title.ts'
import { MessageCard } from '../messages/message-card.tsx'
import { isolated } from '../messages/note-text.ts'
import { reactorsOf } from './reactors.ts'

interface ActivityLineProps {
  readonly entry: ActivityEntry
  /** It came since one looked last. */
  readonly fresh: boolean
}

/** One thing that concerns the person: who did what, where and when; leads to the message. */
export const ActivityLine = ({ entry: { kind, conversationId, at, message }, fresh }: ActivityLineProps) => {
  const { userId: me } = useChat()
  const title = useConversationTitle(useConversationItem(conversationId))
  const { userIds, more, emoji } = reactorsOf(message, me)
  const who = kind === 'reaction' ? userIds : [message.senderId]
  const shown = who.slice(0, who.length + more > 2 ? 1 : 2)
  const people = usePeople(shown)
  if (who[0] === undefined) return null
  const names = shown.map((userId) => isolated(people.get(userId)?.name ?? texts.common.someone))
  const { threadId, alsoToConversation, position } = message
  const href = threadId !== undefined && !alsoToConversation ? threadHref(conversationId, threadId) : messageHref(conversationId, position)
  return (
    <li className={fresh ? 'card-line activity-fresh' : 'card-line'}>
      <MessageCard
        message={{ senderId: who[0], content: message.content, createdAt: at }}
        who={kind === 'reaction' ? texts.notes.list(names, more + who.length - shown.length) : undefined}
        note={<>{kind === 'reaction' ? texts.activity.reacted(emoji.join(' ')) : texts.activity[kind]} · <Name>{title.name}</Name></>}
        onOpen={() => navigate(href)}
      />
    </li>
  )
}
