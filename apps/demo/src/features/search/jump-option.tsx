import type { ConversationItem } from '@palaver/client'
import { useEffect, useRef } from 'react'
import { Name } from '../../controls/name.tsx'
import { texts } from '../../text/texts.ts'
import { useConversationTitle } from '../conversations/use-conversation-title.ts'
import { Avatar } from '../people/avatar.tsx'
import { PersonRow } from '../people/person-row.tsx'
import type { JumpTarget } from './jump-targets.ts'

interface JumpOptionProps {
  readonly id: string
  readonly target: JumpTarget
  readonly active: boolean
  /** It is the first of its kind. */
  readonly heading: boolean
  readonly onHover: () => void
  readonly onChoose: () => void
}

const ConversationLine = ({ item }: { readonly item: ConversationItem }) => {
  const title = useConversationTitle(item)
  const note = item.conversation.type === 'direct' ? texts.conversations.direct : texts.conversations.members(item.head.memberCount)
  return (
    <span className="person-row">
      <Avatar name={title.name} hue={title.hue} shape={title.shape} size={36} />
      <span className="person-row-text">
        <span className="person-row-name ellipsis"><Name>{title.name}</Name></span>
        <span className="quiet ellipsis">{note}</span>
      </span>
    </span>
  )
}

/** One place to jump to. The focus stays in the input. */
export const JumpOption = ({ id, target, active, heading, onHover, onChoose }: JumpOptionProps) => {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <>
      {heading && <p className="jump-heading" role="presentation">{target.kind === 'person' ? texts.search.people : texts.search.conversations}</p>}
      <div ref={ref} id={id} role="option" aria-selected={active} className="option" onMouseMove={onHover} onClick={onChoose}>
        {target.kind === 'person' ? <PersonRow person={target.person} /> : <ConversationLine item={target.item} />}
      </div>
    </>
  )
}
