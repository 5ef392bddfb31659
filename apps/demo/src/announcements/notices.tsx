import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { IconButton } from '../controls/button.tsx'
import { texts } from '../text/texts.ts'
import { useAnnounce } from './announcements.tsx'

const shownMs = 5000

/** What can be done about a notice, as long as it is shown. */
export interface NoticeAction {
  readonly label: string
  readonly onChoose: () => void
  /** How long it is offered. */
  readonly shownMs: number
}

interface Notice {
  readonly text: string
  readonly action?: NoticeAction | undefined
}

const Notify = createContext<(text: string, action?: NoticeAction) => void>(() => {})

/** Shows a sentence over the page for a moment, and says it to people who do not see the screen. */
export const useNotify = () => useContext(Notify)

/** Where notices appear, one at a time. */
export const Notices = ({ children }: { readonly children: ReactNode }) => {
  const [notice, setNotice] = useState<Notice>()
  const announce = useAnnounce()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const notify = useCallback(
    (text: string, action?: NoticeAction) => {
      clearTimeout(timer.current)
      setNotice({ text, action })
      announce(text)
      timer.current = setTimeout(() => setNotice(undefined), action?.shownMs ?? shownMs)
    },
    [announce],
  )
  const close = () => setNotice(undefined)
  const choose = () => {
    notice?.action?.onChoose()
    close()
  }
  return (
    <Notify.Provider value={notify}>
      {children}
      {notice && (
        <p className="notice">
          <span aria-hidden="true">{notice.text}</span>
          {notice.action && (
            <span className="notice-actions">
              <button type="button" className="link" onClick={choose}>{notice.action.label}</button>
              <IconButton icon="close" size={18} label={texts.common.close} onClick={close} />
            </span>
          )}
        </p>
      )}
    </Notify.Provider>
  )
}
