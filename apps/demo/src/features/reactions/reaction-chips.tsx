import { permissions, type TimelineMessage } from '@palaver/client'
import { useChat, usePeople, useReactions, useStore } from '@palaver/react'
import { useId, useState } from 'react'
import { texts } from '../../text/texts.ts'
import type { MessageSlot } from '../messages/message-extension.ts'

type Summary = NonNullable<TimelineMessage['reactions']>[number]

/** So many names are told; the dialog has them all. */
const named = 8

const WhoReacted = ({ id, summary: { emoji, count, userIds } }: { readonly id: string; readonly summary: Summary }) => {
  const { userId: me } = useChat()
  const ids = userIds.slice(0, named)
  const people = usePeople(ids)
  const names = ids.map((userId) => (userId === me ? texts.common.you : (people.get(userId)?.name ?? texts.common.someone)))
  return <span id={id} role="tooltip" className="reaction-who">{texts.reactions.by(emoji, texts.notes.list(names, count - names.length))}</span>
}

/** The emoji of a message with their numbers: a click adds or takes back one's own, pointer and focus show who did. */
export const ReactionChips = ({ conversationId, message }: MessageSlot) => {
  const { toggle, isMine } = useReactions(conversationId)
  const { can } = useStore(permissions(useChat().conversation(conversationId)))
  const [asked, setAsked] = useState<string>()
  const whoId = useId()
  const { reactions } = message
  if (!reactions || reactions.length === 0 || message.content.kind === 'deleted') return null
  return (
    <ul className="reactions" aria-label={texts.reactions.label}>
      {reactions.map((summary) => {
        const { emoji, count } = summary
        const mine = isMine(message, emoji) === true
        return (
          <li key={emoji} className="reaction-item" onMouseEnter={() => setAsked(emoji)} onMouseLeave={() => setAsked(undefined)}>
            <button type="button" tabIndex={-1} className="reaction" aria-pressed={mine} aria-label={texts.reactions.chip(emoji, count)} disabled={!can('message.react')}
              aria-describedby={asked === emoji ? whoId : undefined} onFocus={() => setAsked(emoji)} onBlur={() => setAsked(undefined)} onClick={() => toggle(message, emoji)}>
              <span className="reaction-emoji">{emoji}</span>
              <span>{count}</span>
            </button>
            {asked === emoji && <WhoReacted id={whoId} summary={summary} />}
          </li>
        )
      })}
    </ul>
  )
}
