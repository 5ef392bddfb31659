import type { Thread } from '@palaver/client'
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { texts } from '../../text/texts.ts'
import { longestText } from '../messages/longest-text.ts'
import { onMarkKey } from '../messages/mark-keys.ts'
import '../messages/composer.css'

interface ThreadComposerProps {
  readonly send: Thread['send']
  readonly inputRef: RefObject<HTMLTextAreaElement | null>
}

/** Where replies in a thread are written. */
export const ThreadComposer = ({ send, inputRef }: ThreadComposerProps) => {
  const [text, setText] = useState('')
  const [also, setAlso] = useState(false)
  const over = [...text.trim()].length - longestText
  const wrong = text.trim() === '' || over > 0

  useEffect(() => {
    if (matchMedia('(hover: hover) and (pointer: fine)').matches) inputRef.current?.focus()
  }, [inputRef])
  useLayoutEffect(() => {
    if (!inputRef.current) return
    inputRef.current.style.height = 'auto'
    inputRef.current.style.height = `${inputRef.current.scrollHeight}px`
  }, [text, inputRef])

  const submit = () => {
    if (wrong) return
    send({ text: text.trim(), ...(also && { alsoToConversation: true }) })
    setText('')
    setAlso(false)
    inputRef.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (onMarkKey(event)) return
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }
  return (
    <form className="composer thread-composer" onSubmit={(event) => { event.preventDefault(); submit() }}>
      <div className="composer-line">
        <textarea ref={inputRef} className="composer-input scroll" rows={1} dir="auto" aria-label={texts.threads.composer} aria-invalid={over > 0 || undefined}
          placeholder={texts.threads.placeholder} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} />
        <IconButton type="submit" className="composer-send" label={texts.composer.send} icon="send" disabled={wrong} />
      </div>
      <label className="thread-also quiet">
        <input type="checkbox" checked={also} onChange={(event) => setAlso(event.target.checked)} />
        {texts.threads.also}
      </label>
      {over > 0 && <p className="form-error" role="alert">{texts.composer.tooLong(over)}</p>}
    </form>
  )
}
