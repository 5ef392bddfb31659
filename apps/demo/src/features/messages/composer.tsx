import type { MessageDraft, TimelineMessage } from '@palaver/client'
import { useDraft, useMessageActions, useTypingActions } from '@palaver/react'
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { texts } from '../../text/texts.ts'
import { MentionList } from '../mentions/mention-list.tsx'
import { useMentioning } from '../mentions/use-mentioning.ts'
import { composerExtensions } from '../composer-extensions.ts'
import { PriorityMenu } from '../priorities/priority-menu.tsx'
import type { ComposerOptions } from './composer-extension.ts'
import { longestText } from './longest-text.ts'
import { onMarkKey } from './mark-keys.ts'
import { ReplyPreview } from './reply-preview.tsx'
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

const usual: ComposerOptions = {}
const finePointer = '(hover: hover) and (pointer: fine)'

const lastMessageOf = (from: Element): HTMLElement | undefined =>
  [...(from.closest('main')?.querySelectorAll<HTMLElement>('[data-key]') ?? [])].at(-1)

/** Where messages are written. Sending never waits for the network. */
export const Composer = ({ conversationId, title, allowed, replyTo, onReplied, inputRef }: ComposerProps) => {
  const { draft, setDraft, flush } = useDraft(conversationId)
  const { send } = useMessageActions(conversationId)
  const typing = useTypingActions(conversationId)
  // While somebody writes here, what other devices write does not push in between.
  const [typed, setTyped] = useState<string>()
  const text = typed ?? draft?.text ?? ''
  const [options, setOptions] = useState(usual)
  const over = [...text.trim()].length - longestText
  const empty = text.trim() === ''

  useEffect(() => {
    if (matchMedia(finePointer).matches) inputRef.current?.focus()
  }, [inputRef])
  useLayoutEffect(() => {
    const input = inputRef.current
    if (!input) return
    input.style.height = 'auto'
    input.style.height = `${input.scrollHeight}px`
  }, [text, inputRef])

  const change = (value: string) => {
    setTyped(value)
    setDraft({ text: value, replyToId: replyTo?.id })
    if (value.trim() === '') typing.stop()
    else typing.notify()
  }
  const mentioning = useMentioning({ conversationId, text, onText: change, inputRef })
  const current = mentioning.options[mentioning.active]
  const draftOf = (sent: string): MessageDraft => {
    const answered = replyTo?.id !== undefined && replyTo.position !== undefined ? { id: replyTo.id, position: replyTo.position } : undefined
    return { text: sent, ...(answered ? { replyTo: answered } : {}), ...mentioning.mentionsIn(sent), ...options }
  }
  const clear = () => {
    setOptions(usual)
    typing.stop()
    setTyped('')
    setDraft({ text: '' })
    flush()
    onReplied()
    inputRef.current?.focus()
  }
  const submit = () => {
    if (empty || over > 0) return
    send(draftOf(text.trim()))
    clear()
  }
  const plus = usePlusMenu(conversationId, { text: text.trim(), draftOf, clear, options, onOptions: setOptions })
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (onMarkKey(event)) return
    if (mentioning.onKey(event)) return
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      submit()
    }
    if (event.key === 'ArrowUp' && text === '') {
      event.preventDefault()
      lastMessageOf(event.currentTarget)?.focus()
    }
  }
  if (!allowed) return <p className="composer composer-closed quiet">{texts.composer.notAllowed}</p>
  return (
    <>
      {composerExtensions.map(({ Above }, index) => Above && <Above key={index} conversationId={conversationId} />)}
      <form
        className="composer"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {replyTo && <ReplyPreview message={replyTo} onCancel={onReplied} />}
        {composerExtensions.map(({ Chosen }, index) => Chosen && <Chosen key={index} options={options} onOptions={setOptions} />)}
        <div className="composer-line">
          <MentionList mentioning={mentioning} />
          {plus.button}
          <textarea
            ref={inputRef}
            className="composer-input scroll"
            rows={1}
            dir="auto"
            aria-label={texts.composer.label}
            aria-autocomplete="list"
            aria-controls={current && mentioning.listId}
            aria-activedescendant={current && mentioning.optionId(current)}
            aria-invalid={over > 0 || undefined}
            placeholder={texts.composer.placeholder(title)}
            value={text}
            onChange={(event) => change(event.target.value)}
            onSelect={(event) => mentioning.onCaret(event.currentTarget.selectionStart)}
            onKeyDown={onKeyDown}
            onBlur={() => {
              typing.stop()
              flush()
              setTyped(undefined)
            }}
          />
          <PriorityMenu options={options} onOptions={setOptions} />
          <IconButton type="submit" className="composer-send" label={texts.composer.send} icon="send" disabled={empty || over > 0} />
        </div>
        {over > 0 && <p className="form-error" role="alert">{texts.composer.tooLong(over)}</p>}
      </form>
      {plus.dialog}
    </>
  )
}
