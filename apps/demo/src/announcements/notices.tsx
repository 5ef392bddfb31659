import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { useAnnounce } from './announcements.tsx'

const shownMs = 5000
const Notify = createContext<(text: string) => void>(() => {})

/** Shows a sentence over the page for a moment, and says it to people who do not see the screen. */
export const useNotify = () => useContext(Notify)

/** Where notices appear, one at a time. */
export const Notices = ({ children }: { readonly children: ReactNode }) => {
  const [text, setText] = useState<string>()
  const announce = useAnnounce()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const notify = useCallback(
    (next: string) => {
      clearTimeout(timer.current)
      setText(next)
      announce(next)
      timer.current = setTimeout(() => setText(undefined), shownMs)
    },
    [announce],
  )
  return (
    <Notify.Provider value={notify}>
      {children}
      {text !== undefined && <p className="notice" aria-hidden="true">{text}</p>}
    </Notify.Provider>
  )
}
