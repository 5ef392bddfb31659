import type { Thread } from '@palaver/client'
import { type RefObject, useState } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { texts } from '../../text/texts.ts'
import { MentionList } from '../mentions/mention-list.tsx'
import { useComposing } from '../messages/use-composing.ts'
import '../messages/composer.css'

interface ThreadComposerProps {
  readonly conversationId: string
  readonly threadId: string
  readonly send: Thread['send']
  readonly inputRef: RefObject<HTMLTextAreaElement | null>
}

/** Where replies in a thread are written. */
export const ThreadComposer = ({ conversationId, threadId, send, inputRef }: ThreadComposerProps) => {
  const [also, setAlso] = useState(false)
  const { over, sendable, submit, mentioning, field } = useComposing({
    conversationId,
    threadId,
    inputRef,
    onSend: (said) => {
      send({ ...said, ...(also && { alsoToConversation: true }) })
      setAlso(false)
    },
  })
  return (
    <form className="composer thread-composer" onSubmit={(event) => { event.preventDefault(); submit() }}>
      <div className="composer-line">
        <MentionList mentioning={mentioning} />
        <textarea {...field} aria-label={texts.threads.composer} placeholder={texts.threads.placeholder} />
        <IconButton type="submit" className="composer-send" label={texts.composer.send} icon="send" disabled={!sendable} />
      </div>
      <label className="thread-also quiet">
        <input type="checkbox" checked={also} onChange={(event) => setAlso(event.target.checked)} />
        {texts.threads.also}
      </label>
      {over > 0 && <p className="form-error" role="alert">{texts.composer.tooLong(over)}</p>}
    </form>
  )
}
