import type { KeyboardEvent } from 'react'

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Walks the focus over the elements that `selector` finds inside the list, by arrows, Home and End. */
export const moveFocus = (event: KeyboardEvent<HTMLElement>, selector: string): void => {
  const step = steps[event.key]
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)]
  const index = items.findIndex((item) => item === document.activeElement)
  if (index < 0) return
  event.preventDefault()
  items[step(index, items.length)]?.focus()
}
