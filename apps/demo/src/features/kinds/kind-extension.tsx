import type { Content } from '@palaver/client'
import { Icon, type IconName } from '../../controls/icon.tsx'
import { texts } from '../../text/texts.ts'
import type { MessageExtension, MessageSlot } from '../messages/message-extension.ts'
import { writtenText } from '../messages/plain-text.ts'
import { mailHref, mapHref, phoneHref } from './links.ts'
import './kinds.css'

interface Line {
  readonly text: string
  readonly href?: string
}

interface Card {
  readonly icon: IconName
  readonly title: string
  readonly lines: readonly Line[]
}

const cardOf = (content: Content): Card | undefined => {
  if (content.kind === 'location') {
    const { label, latitude, longitude } = content
    return { icon: 'place', title: label ?? texts.messages.location, lines: [{ text: texts.kinds.onMap(latitude.toFixed(4), longitude.toFixed(4)), href: mapHref(content) }] }
  }
  // What stands in a contact is what its sender wrote: it leads to no profile.
  if (content.kind === 'contact') {
    const { name, phone, email } = content
    return { icon: 'contact', title: name, lines: [...(phone === undefined ? [] : [{ text: phone, href: phoneHref(phone) }]), ...(email === undefined ? [] : [{ text: email, href: mailHref(email) }])] }
  }
  return content.kind === 'custom' ? { icon: 'info', title: writtenText(content), lines: [{ text: content.type }] } : undefined
}

const KindCard = ({ message }: MessageSlot) => {
  const card = cardOf(message.content)
  if (!card) return null
  return (
    <span className="kind">
      <span className="kind-icon"><Icon name={card.icon} /></span>
      <span className="kind-text">
        <span className="kind-title" dir="auto">{card.title}</span>
        {card.lines.map(({ text, href }) => (href === undefined ? <span key={text} className="quiet">{text}</span> : <a key={text} href={href} target="_blank" rel="noopener noreferrer nofollow">{text}</a>))}
      </span>
    </span>
  )
}

/** Places, contacts and kinds of a developer's own, as small cards. */
export const kindExtension: MessageExtension = { Content: KindCard }
