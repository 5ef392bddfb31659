import { type RefObject, useEffect, useRef } from 'react'

interface GoTo {
  readonly goTo: number | undefined
  readonly onThere: () => void
  readonly jump: (position: number) => void
  readonly flashKey: string | undefined
  readonly scroller: RefObject<HTMLElement | null>
}

/** Goes to the message that the address asks for, and gives it the focus when it is shown. */
export const useGoTo = ({ goTo, onThere, jump, flashKey, scroller }: GoTo): void => {
  const asked = useRef(false)
  useEffect(() => {
    if (goTo === undefined) return
    asked.current = true
    // The timeline takes its place at the end first.
    const frame = requestAnimationFrame(() => {
      jump(goTo)
      onThere()
    })
    return () => cancelAnimationFrame(frame)
  }, [goTo, onThere, jump])
  useEffect(() => {
    if (flashKey === undefined || !asked.current) return
    asked.current = false
    // On a touch screen the focus would show the bar over the words.
    if (!matchMedia('(hover: hover)').matches) return
    const frame = requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-key="${flashKey}"]`)?.focus({ preventScroll: true }))
    return () => cancelAnimationFrame(frame)
  }, [flashKey, scroller])
}
