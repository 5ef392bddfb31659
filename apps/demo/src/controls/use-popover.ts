import { type CSSProperties, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

const gap = 4
const margin = 16

interface Size {
  readonly width: number
  readonly height: number
}

/** Something that opens beside a button, over everything else. The browser closes it by Escape and by a click elsewhere. `Content` is what it shows while it is open. */
export const usePopover = <Content>() => {
  const anchor = useRef<HTMLSpanElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<Content>()
  const [style, setStyle] = useState<CSSProperties>({})

  /** `size`: about as large as it will be, in pixels. */
  const show = (content: Content, { width, height }: Size) => {
    const box = anchor.current?.getBoundingClientRect()
    if (!box) return
    const below = box.bottom + gap + height + margin < window.innerHeight
    const fromRight = box.left + box.right > window.innerWidth
    const most = Math.max(margin / 2, window.innerWidth - width - margin / 2)
    // What is focused must stand there first.
    flushSync(() => {
      setShown(() => content)
      setStyle({
        ...(fromRight ? { right: Math.min(window.innerWidth - box.right, most) } : { left: Math.min(box.left, most) }),
        ...(below ? { top: box.bottom + gap } : { bottom: Math.max(margin / 2, Math.min(window.innerHeight - box.top + gap, window.innerHeight - height - margin / 2)) }),
      })
    })
    panel.current?.showPopover()
    panel.current?.querySelector('button')?.focus()
  }
  const hide = () => {
    panel.current?.hidePopover()
    anchor.current?.querySelector('button')?.focus()
  }
  return { anchor, panel, shown, style, show, hide, onToggle: ({ newState }: { readonly newState: string }) => newState === 'closed' && setShown(undefined) }
}
