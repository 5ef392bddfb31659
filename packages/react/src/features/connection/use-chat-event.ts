import type { ChatClientEvents } from '@palaver/client'
import { useEffect, useRef } from 'react'
import { useChat } from '../../palaver-provider.tsx'

/** Calls `listener`, always the one of the latest render, on each event of the client while the component is mounted. */
export const useChatEvent = <Name extends keyof ChatClientEvents>(
  name: Name,
  listener: (...args: ChatClientEvents[Name]) => void,
): void => {
  const chat = useChat()
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  }, [listener])
  useEffect(() => chat.on(name, (...args) => latest.current(...args)), [chat, name])
}
