import { useState } from 'react'
import { Icon } from '../../controls/icon.tsx'
import { messageHref, redirect } from '../../routing/route.ts'
import { texts } from '../../text/texts.ts'
import { plainText } from '../messages/plain-text.ts'
import { PinsDialog } from './pins-dialog.tsx'
import { useShownPins } from './use-shown-pins.ts'
import './pins.css'

/** What was pinned last, under the header; leads to it, and to the others. */
export const PinnedBar = ({ conversationId }: { readonly conversationId: string }) => {
  const { items } = useShownPins(conversationId)
  const [open, setOpen] = useState(false)
  const newest = items[0]
  if (!newest) return null
  return (
    <section className="pinned" aria-label={texts.pins.label}>
      <button type="button" className="pinned-message" onClick={() => redirect(messageHref(conversationId, newest.position))}>
        <Icon name="pin" size={18} />
        <span className="pinned-text">
          <span className="pinned-title">{texts.pins.newest}</span>
          <span className="ellipsis" dir="auto">{plainText(newest.content)}</span>
        </span>
      </button>
      {items.length > 1 && <button type="button" className="link pinned-all" onClick={() => setOpen(true)}>{texts.pins.all(items.length)}</button>}
      {open && <PinsDialog conversationId={conversationId} onClose={() => setOpen(false)} />}
    </section>
  )
}
