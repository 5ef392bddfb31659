import type { TimelineMessage } from '@palaver/client'
import { type RefObject, type UIEvent, useLayoutEffect, useRef } from 'react'

const nearEnd = 40

/** Goes to the end with each new reply, and stays there while a text grows, unless somebody scrolled away. */
export const useThreadScroll = (scroller: RefObject<HTMLElement | null>, last: TimelineMessage | undefined) => {
  const atEnd = useRef(true)
  const key = last?.key
  const grown = last?.stream?.state === 'open' && last.content.kind === 'text' ? last.content.text.length : undefined
  useLayoutEffect(() => {
    atEnd.current = true
  }, [key])
  useLayoutEffect(() => {
    if (atEnd.current) scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
  }, [scroller, key, grown])
  return ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: UIEvent) => {
    atEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd
  }
}
