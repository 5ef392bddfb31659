import { permissions } from '@palaver/client'
import { useChat, useMentionCandidates, useStore } from '@palaver/react'
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react'
import { mentionsIn, type MentionOption, optionsOf } from './mention-option.ts'
import { mentionQueryAt } from './mention-query.ts'

interface Mentioning {
  readonly conversationId: string
  readonly text: string
  readonly onText: (text: string) => void
  readonly inputRef: RefObject<HTMLTextAreaElement | null>
}

/** Completes '@names' in the composer, by keyboard or pointer, and remembers who was chosen. */
export const useMentioning = ({ conversationId, text, onText, inputRef }: Mentioning) => {
  const listId = useId()
  const chosen = useRef<readonly MentionOption[]>([])
  const goTo = useRef<number>(undefined)
  const [caret, setCaret] = useState(0)
  const [index, setIndex] = useState(0)
  const [closedAt, setClosedAt] = useState<number>()
  const { can } = useStore(permissions(useChat().conversation(conversationId)))
  const found = mentionQueryAt(text, caret)
  const at = found && found.start !== closedAt ? found : undefined
  const people = useMentionCandidates(conversationId, at?.query)
  const options = at ? optionsOf(people, at.query, can('mention.wide')) : []
  const active = Math.min(index, options.length - 1)

  // Before the next key, or that would stand at the end of the text.
  useLayoutEffect(() => {
    const position = goTo.current
    goTo.current = undefined
    if (position !== undefined) inputRef.current?.setSelectionRange(position, position)
  }, [text, inputRef])

  const choose = (option: MentionOption) => {
    const input = inputRef.current
    if (!at || !input) return
    const before = `${text.slice(0, at.start)}@${option.text} `
    chosen.current = [...chosen.current.filter(({ key }) => key !== option.key), option]
    onText(before + text.slice(caret))
    setCaret(before.length)
    setIndex(0)
    goTo.current = before.length
    input.focus()
  }
  /** True when the key was for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    const option = options[active]
    if (!option || event.nativeEvent.isComposing) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setIndex((active + step + options.length) % options.length)
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') choose(option)
    else if (event.key === 'Escape') setClosedAt(at?.start)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return {
    listId,
    options,
    active,
    choose,
    onKey,
    onHover: setIndex,
    onCaret: (position: number) => {
      setCaret(position)
      if (found?.start !== mentionQueryAt(text, position)?.start) setIndex(0)
    },
    optionId: (option: MentionOption) => `${listId}-${option.key}`,
    mentionsIn: (sent: string) => mentionsIn(sent, chosen.current),
  }
}
