import type { MessageDraft, TimelineMessage } from '@palaver/client'
import { useMessageActions, useTypingActions } from '@palaver/react'
import type { RefObject } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { texts } from '../../text/texts.ts'
import { MentionList } from '../mentions/mention-list.tsx'
import { composerExtensions } from '../composer-extensions.ts'
import { PriorityMenu } from '../priorities/priority-menu.tsx'
import { ReplyPreview } from './reply-preview.tsx'
import { useComposerOptions } from './use-composer-options.ts'
import { type Said, useComposing } from './use-composing.ts'
import { usePlusMenu } from './use-plus-menu.tsx'
import './composer.css'

interface ComposerProps {
  readonly conversationId: string
  readonly title: string
  readonly allowed: boolean
  readonly replyTo: TimelineMessage | undefined
  readonly onReplied: () => void
  readonly inputRef: RefObject<HTMLTextAreaElement | null>
}

const focusLastMessage = (from: Element): void => [...(from.closest('main')?.querySelectorAll<HTMLElement>('[data-key]') ?? [])].at(-1)?.focus()

/** Where messages are written. Sending never waits for the network. */
export const Composer = ({ conversationId, title, allowed, replyTo, onReplied, inputRef }: ComposerProps) => {
  const { send } = useMessageActions(conversationId)
  const typing = useTypingActions(conversationId)
  const [options, setOptions] = useComposerOptions(conversationId)
  const draftOf = (said: Said): MessageDraft => {
    const answered = replyTo?.id !== undefined && replyTo.position !== undefined ? { id: replyTo.id, position: replyTo.position } : undefined
    return { ...said, ...(answered ? { replyTo: answered } : {}), ...options }
  }
  const reset = () => {
    setOptions({})
    onReplied()
  }
  const composing = useComposing({
    conversationId,
    replyToId: replyTo?.id,
    inputRef,
    onSend: (said) => {
      send(draftOf(said))
      reset()
    },
    onTyping: (writes) => (writes ? typing.notify() : typing.stop()),
    onUp: focusLastMessage,
  })
  const { text, over, sendable, sayingOf } = composing
  const plus = usePlusMenu(conversationId, {
    text: text.trim(),
    draftOf: (sent) => draftOf(sayingOf(sent)),
    clear: () => {
      composing.clear()
      reset()
    },
    options,
    onOptions: setOptions,
  })
  if (!allowed) return <p className="composer composer-closed quiet">{texts.composer.notAllowed}</p>
  return (
    <>
      {composerExtensions.map(({ Above }, index) => Above && <Above key={index} conversationId={conversationId} />)}
      <form
        className="composer"
        onSubmit={(event) => {
          event.preventDefault()
          composing.submit()
        }}
      >
        {replyTo && <ReplyPreview message={replyTo} onCancel={onReplied} />}
        <div className="chosen-chips">{composerExtensions.map(({ Chosen }, index) => Chosen && <Chosen key={index} options={options} onOptions={setOptions} />)}</div>
        <div className="composer-line">
          <MentionList mentioning={composing.mentioning} />
          {plus.button}
          <textarea {...composing.field} aria-label={texts.composer.label} placeholder={texts.composer.placeholder(title)} />
          <PriorityMenu options={options} onOptions={setOptions} />
          <IconButton type="submit" className="composer-send" label={texts.composer.send} icon="send" disabled={!sendable} />
        </div>
        {over > 0 && <p className="form-error" role="alert">{texts.composer.tooLong(over)}</p>}
      </form>
      {plus.dialog}
    </>
  )
}
