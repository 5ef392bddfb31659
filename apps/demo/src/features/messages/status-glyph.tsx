import type { MessageStatus } from '@palaver/client'
import { texts } from '../../text/texts.ts'

const drawings: Readonly<Record<MessageStatus, string>> = {
  pending: 'M8 14.5a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM8 5.3v3.4l2.2 1.3',
  sent: 'M3.5 9l3 3 6-6.5',
  delivered: 'M1.5 9l3 3 6-6.5M7.7 11.2l.8.8 6-6.5',
  read: 'M1.5 9l3 3 6-6.5M7.7 11.2l.8.8 6-6.5',
  failed: 'M8 14.5a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM8 5.5v3.3M8 11.2v.1',
}

/** How far an own message has come: one quiet glyph that also has a name. */
export const StatusGlyph = ({ status }: { readonly status: MessageStatus }) => (
  <span className={`glyph glyph-${status}`} role="img" aria-label={texts.messages.status[status]} title={texts.messages.status[status]} data-status={status}>
    <svg width={16} height={16} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={drawings[status]} />
    </svg>
  </span>
)
