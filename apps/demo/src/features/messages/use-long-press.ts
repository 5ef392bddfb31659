import { type PointerEvent, type TouchEvent, useRef } from 'react'

const pressMs = 450
const tremblePx = 10

/** Handlers that tell of a long press by finger or pen; the tap that would end it does nothing. */
export const useLongPress = (onPress: () => void) => {
  const press = useRef<{ readonly x: number; readonly y: number; readonly timer: ReturnType<typeof setTimeout> }>(undefined)
  const pressed = useRef(false)
  const cancel = () => {
    clearTimeout(press.current?.timer)
    press.current = undefined
  }
  return {
    onPointerDown: ({ pointerType, clientX: x, clientY: y }: PointerEvent) => {
      cancel()
      pressed.current = false
      if (pointerType === 'mouse') return
      const timer = setTimeout(() => {
        pressed.current = true
        onPress()
      }, pressMs)
      press.current = { x, y, timer }
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (press.current && Math.hypot(clientX - press.current.x, clientY - press.current.y) > tremblePx) cancel()
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    onTouchEnd: (event: TouchEvent) => pressed.current && event.preventDefault(),
    onContextMenu: (event: { preventDefault: () => void }) => (press.current || pressed.current) && event.preventDefault(),
  }
}
