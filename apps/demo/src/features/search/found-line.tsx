import type { FoundMessage } from '@palaver/client'
import { useConversationItem } from '@palaver/react'
import { useConversationTitle } from '../conversations/use-conversation-title.ts'
import { MessageCard } from '../messages/message-card.tsx'
import { highlightPieces } from './highlight-pieces.ts'

interface FoundLineProps {
  readonly found: FoundMessage
  readonly onOpen: () => void
}

/** A message that was found, with what was looked for marked. */
export const FoundLine = ({ found: { conversationId, message, highlights }, onOpen }: FoundLineProps) => {
  const title = useConversationTitle(useConversationItem(conversationId))
  const { content } = message
  return (
    <li className="card-line">
      <MessageCard message={message} note={title.name} onOpen={onOpen}>
        {content.kind === 'text' && highlightPieces(content.text, highlights).map(({ text, found }, index) => (found ? <mark key={index}>{text}</mark> : text))}
      </MessageCard>
    </li>
  )
}
