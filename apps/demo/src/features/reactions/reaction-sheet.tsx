import { permissions } from '@palaver/client'
import { useChat, useReactions, useStore } from '@palaver/react'
import { useState } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { texts } from '../../text/texts.ts'
import type { MessageDialogProps } from '../messages/message-extension.ts'
import { quickEmoji } from './emoji.ts'
import { EmojiGrid } from './emoji-grid.tsx'

/** The few emoji that most people choose, and the way to all others. */
export const ReactionSheet = ({ conversationId, message, onClose }: MessageDialogProps) => {
  const { toggle, isMine } = useReactions(conversationId)
  const { can } = useStore(permissions(useChat().conversation(conversationId)))
  const [all, setAll] = useState(false)
  if (message.restricted || !can('message.react')) return null
  const choose = (emoji: string) => {
    toggle(message, emoji)
    onClose()
  }
  if (all) return <EmojiGrid onChoose={choose} />
  return (
    <div className="quick-emoji" role="group" aria-label={texts.reactions.react}>
      {quickEmoji.map((emoji) => (
        <button key={emoji} type="button" className="emoji" aria-pressed={isMine(message, emoji) === true} onClick={() => choose(emoji)}>{emoji}</button>
      ))}
      <IconButton icon="react" label={texts.reactions.more} onClick={() => setAll(true)} />
    </div>
  )
}
