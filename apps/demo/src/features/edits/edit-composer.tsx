import type { TimelineMessage } from '@palaver/client'
import { useEdits } from '@palaver/react'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { Icon } from '../../controls/icon.tsx'
import { texts } from '../../text/texts.ts'
import { longestText } from '../messages/longest-text.ts'
import { onMarkKey } from '../messages/mark-keys.ts'
import { writtenText } from '../messages/plain-text.ts'
import './edits.css'

interface EditComposerProps {
  readonly conversationId: string
  readonly message: TimelineMessage
  readonly onDone: () => void
}

/** Stands in the composer's place while a message is edited; what was begun there stays. */
export const EditComposer = ({ conversationId, message, onDone }: EditComposerProps) => {
  const edits = useEdits(conversationId)
  const before = writtenText(message.content)
  const [text, setText] = useState(before)
  const input = useRef<HTMLTextAreaElement>(null)
  const over = [...text.trim()].length - longestText
  const wrong = text.trim() === '' || over > 0

  useLayoutEffect(() => {
    input.current?.focus()
    input.current?.setSelectionRange(before.length, before.length)
  }, [before])
  useLayoutEffect(() => {
    if (!input.current) return
    input.current.style.height = 'auto'
    input.current.style.height = `${input.current.scrollHeight}px`
  }, [text])

  const submit = () => {
    if (wrong) return
    if (message.id !== undefined && text.trim() !== before) edits.edit(message.id, text.trim())
    onDone()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (onMarkKey(event)) return
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      submit()
    }
    if (event.key === 'Escape') {
      event.preventDefault()
      onDone()
    }
  }
  return (
    <form className="composer" onSubmit={(event) => { event.preventDefault(); submit() }}>
      <div className="edit-note">
        <Icon name="edit" size={18} />
        <span>{texts.edits.editing}</span>
        <IconButton label={texts.edits.cancel} icon="close" size={18} onClick={onDone} />
      </div>
      <div className="composer-line">
        <textarea ref={input} className="composer-input scroll" rows={1} dir="auto" aria-label={texts.edits.editing} aria-invalid={over > 0 || undefined}
          value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} />
        <IconButton type="submit" className="composer-send" label={texts.edits.save} icon="check" disabled={wrong} />
      </div>
      {over > 0 && <p className="form-error" role="alert">{texts.composer.tooLong(over)}</p>}
    </form>
  )
}
