import { useEffect } from 'react'
import { useAnnounce } from '../../announcements/announcements.tsx'
import { texts } from '../../text/texts.ts'
import { useConnectionText } from './use-connection-text.ts'

/** The state of the connection in one quiet line; changes are announced. */
export const ConnectionLine = () => {
  const { tone, text } = useConnectionText()
  const announce = useAnnounce()
  useEffect(() => {
    if (tone === 'off') announce(text)
  }, [tone, text, announce])
  return (
    <span className={`connection connection-${tone}`} role="group" aria-label={texts.connection.label} data-connection={tone}>
      <span className="connection-dot" aria-hidden="true" />
      <span className="ellipsis">{text}</span>
    </span>
  )
}
