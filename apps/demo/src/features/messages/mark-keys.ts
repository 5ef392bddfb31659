import type { KeyboardEvent } from 'react'

const marks: Readonly<Record<string, string>> = { b: '**', i: '_', e: '`' }

interface Selection {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Puts a mark around what is selected, or takes it away where it stands. */
export const toggleMark = ({ text, start, end }: Selection, mark: string): Selection => {
  const size = mark.length
  const selected = text.slice(start, end)
  if (text.slice(start - size, start) === mark && text.slice(end, end + size) === mark)
    return { text: text.slice(0, start - size) + selected + text.slice(end + size), start: start - size, end: end - size }
  return { text: text.slice(0, start) + mark + selected + mark + text.slice(end), start: start + size, end: end + size }
}

/** Ctrl or Cmd with B, I or E: bold, italic, code. True when the key was one of them. */
export const onMarkKey = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
  const mark = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? marks[event.key.toLowerCase()] : undefined
  if (mark === undefined || event.nativeEvent.isComposing) return false
  event.preventDefault()
  const input = event.currentTarget
  const next = toggleMark({ text: input.value, start: input.selectionStart, end: input.selectionEnd }, mark)
  // React hears of it as of typing.
  input.setRangeText(next.text, 0, input.value.length, 'end')
  input.setSelectionRange(next.start, next.end)
  input.dispatchEvent(new Event('input', { bubbles: true }))
  // Rendering puts the caret at the end.
  requestAnimationFrame(() => input.setSelectionRange(next.start, next.end))
  return true
}
