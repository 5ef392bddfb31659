import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { texts } from '../text/texts.ts'

const quietMs = 1000
const Announce = createContext<(text: string) => void>(() => {})

/** Says something to people who do not see the screen, when they are idle. What comes within a second is said together. */
export const useAnnounce = () => useContext(Announce)

/** The page's one live region. */
export const Announcements = ({ children }: { readonly children: ReactNode }) => {
  const [spoken, setSpoken] = useState('')
  const waiting = useRef<string[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const announce = useCallback((text: string) => {
    waiting.current.push(text)
    timer.current ??= setTimeout(() => {
      const all = waiting.current
      waiting.current = []
      timer.current = undefined
      setSpoken(all.length > 3 ? texts.messages.announcedMany(all.length) : all.join('. '))
    }, quietMs)
  }, [])
  return (
    <Announce.Provider value={announce}>
      {children}
      <div className="visually-hidden" aria-live="polite" aria-atomic="true">
        {spoken}
      </div>
    </Announce.Provider>
  )
}
