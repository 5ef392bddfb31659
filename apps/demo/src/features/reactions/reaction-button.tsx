import { permissions } from '@palaver/client'
import { useChat, useReactions, useStore } from '@palaver/react'
import { IconButton } from '../../controls/button.tsx'
import { usePopover } from '../../controls/use-popover.ts'
import { texts } from '../../text/texts.ts'
import type { MessageSlot } from '../messages/message-extension.ts'
import { EmojiGrid } from './emoji-grid.tsx'

const size = { width: 324, height: 320 }

/** Opens the emoji; the first row holds what most people choose. */
export const ReactionButton = ({ conversationId, message }: MessageSlot) => {
  const { toggle } = useReactions(conversationId)
  const { can } = useStore(permissions(useChat().conversation(conversationId)))
  const { anchor, panel, shown, style, show, hide, onToggle } = usePopover<true>()
  if (message.restricted || !can('message.react')) return null
  const choose = (emoji: string) => {
    hide()
    toggle(message, emoji)
  }
  return (
    <span ref={anchor}>
      <IconButton tabIndex={-1} icon="react" size={18} label={texts.reactions.react} aria-haspopup="dialog" aria-expanded={shown !== undefined} aria-keyshortcuts="+"
        onClick={() => show(true, size)} />
      <div ref={panel} popover="auto" role="dialog" aria-label={texts.reactions.react} className="menu emoji-panel" style={style} onToggle={onToggle}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key !== 'Escape') return
          event.preventDefault()
          hide()
        }}>
        {shown && <EmojiGrid onChoose={choose} />}
      </div>
    </span>
  )
}
