import type { Content, MessageRef } from '@palaver/client'
import { useChat, usePerson } from '@palaver/react'
import type { CSSProperties } from 'react'
import { Name } from '../../controls/name.tsx'
import { texts } from '../../text/texts.ts'
import { useIsHidden } from '../hidden/use-is-hidden.ts'
import { plainText } from './plain-text.ts'
import { useQuoted } from './use-quoted.ts'

interface QuoteProps {
  readonly conversationId: string
  readonly to: MessageRef
  readonly onJump: (position: number) => void
}

/** The beginning of the message that another one answers; leads to it. Of what the person deleted for themselves, or is not for them, it says only so. */
export const Quote = (props: QuoteProps) =>
  useIsHidden(props.to.id) ? <p className="quote quote-hidden">{texts.hidden.quoted}</p> : <ShownQuote {...props} />

const ShownQuote = ({ conversationId, to, onJump }: QuoteProps) => {
  const original = useQuoted(conversationId, to)
  const sender = usePerson(original?.senderId)
  const name = sender?.name ?? texts.common.someone
  const { userId } = useChat()
  // Deleted, what was for some members only leaves a trace for its sender alone (RESTRICT-4).
  const isTrace = original?.restricted && original.content.kind === 'deleted' && original.senderId !== userId
  if (original?.content.kind === 'restricted' || isTrace) return <p className="quote quote-hidden">{texts.restricted.notForYou}</p>
  return (
    <button type="button" className="quote" style={{ '--hue': sender?.avatarHue ?? 220 } as CSSProperties} aria-label={texts.messages.quoted(name)}
      onClick={() => onJump(to.position)}>
      <span className="quote-name ellipsis">{sender ? <Name>{sender.name}</Name> : texts.messages.quoteMissing}</span>
      <QuotedText content={original?.content} />
    </button>
  )
}

const QuotedText = ({ content }: { readonly content: Content | undefined }) => (
  <span className="quote-text ellipsis" dir="auto">
    {content ? plainText(content) : '…'}
  </span>
)
