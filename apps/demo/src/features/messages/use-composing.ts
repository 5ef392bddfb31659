import type { MessageDraft } from '@palaver/client'
import { useDraft } from '@palaver/react'
import { type ComponentProps, type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { useMentioning } from '../mentions/use-mentioning.ts'
import { longestText } from './longest-text.ts'
import { onMarkKey } from './mark-keys.ts'

/** A text, and whom it calls. */
export type Said = Pick<MessageDraft, 'text' | 'mentions'>

interface Composing {
  readonly conversationId: string
  /** The root of the thread that is written in. */
  readonly threadId?: string
  /** The message that is answered; the draft keeps it. */
  readonly replyToId?: string | undefined
  readonly inputRef: RefObject<HTMLTextAreaElement | null>
  /** Runs with what is to be sent; the field is emptied then. */
  readonly onSend: (said: Said) => void
  /** Somebody writes, or stopped. */
  readonly onTyping?: (writes: boolean) => void
  /** The arrow up was pressed in the empty field. */
  readonly onUp?: (input: HTMLTextAreaElement) => void
}

const finePointer = '(hover: hover) and (pointer: fine)'

/** What fields in which messages are written have in common: the draft, mentions, the keys, and how tall they are. */
export const useComposing = ({ conversationId, threadId, replyToId, inputRef, onSend, onTyping, onUp }: Composing) => {
  const { draft, setDraft, flush } = useDraft(conversationId, threadId)
  // While somebody writes here, what other devices write does not push in between.
  const [typed, setTyped] = useState<string>()
  const text = typed ?? draft?.text ?? ''
  const over = [...text.trim()].length - longestText
  const sendable = text.trim() !== '' && over <= 0

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
    setDraft({ text: value, replyToId })
    onTyping?.(value.trim() !== '')
  }
  const mentioning = useMentioning({ conversationId, text, onText: change, inputRef })
  const current = mentioning.options[mentioning.active]
  const clear = () => {
    onTyping?.(false)
    setTyped('')
    setDraft({ text: '' })
    flush()
    inputRef.current?.focus()
  }
  const sayingOf = (sent: string): Said => ({ text: sent, ...mentioning.mentionsIn(sent) })
  const submit = () => {
    if (!sendable) return
    onSend(sayingOf(text.trim()))
    clear()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (onMarkKey(event)) return
    if (mentioning.onKey(event)) return
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      submit()
    }
    if (event.key === 'ArrowUp' && text === '' && onUp) {
      event.preventDefault()
      onUp(event.currentTarget)
    }
  }
  const field: ComponentProps<'textarea'> = {
    ref: inputRef,
    className: 'composer-input scroll',
    rows: 1,
    dir: 'auto',
    'aria-autocomplete': 'list',
    'aria-controls': current && mentioning.listId,
    'aria-activedescendant': current && mentioning.optionId(current),
    'aria-invalid': over > 0 || undefined,
    value: text,
    onChange: (event) => change(event.target.value),
    onSelect: (event) => mentioning.onCaret(event.currentTarget.selectionStart),
    onKeyDown,
    onBlur: () => {
      onTyping?.(false)
      flush()
      setTyped(undefined)
    },
  }
  return { text, over, sendable, sayingOf, clear, submit, mentioning, field }
}
