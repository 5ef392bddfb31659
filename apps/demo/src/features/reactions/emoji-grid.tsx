import type { KeyboardEvent } from 'react'
import { texts } from '../../text/texts.ts'
import { allEmoji, emojiColumns } from './emoji.ts'

interface EmojiGridProps {
  readonly onChoose: (emoji: string) => void
}

const walk = (event: KeyboardEvent<HTMLElement>) => {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: emojiColumns, ArrowUp: -emojiColumns, Home: -Infinity, End: Infinity }[event.key]
  if (step === undefined) return
  const all = [...event.currentTarget.querySelectorAll('button')]
  const at = all.findIndex((button) => button === document.activeElement)
  event.preventDefault()
  event.stopPropagation()
  all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus()
}

/** Many emoji to choose from: one stop for Tab, arrows walk. */
export const EmojiGrid = ({ onChoose }: EmojiGridProps) => (
  <div className="emoji-grid scroll" role="group" aria-label={texts.reactions.react} onKeyDown={walk}>
    {allEmoji.map((emoji, index) => (
      <button key={emoji} type="button" className="emoji" tabIndex={index === 0 ? 0 : -1} onClick={() => onChoose(emoji)}>{emoji}</button>
    ))}
  </div>
)
