import type { ConversationItem } from '@palaver/client'
import { useConversations, useForwards, usePeople } from '@palaver/react'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { Name } from '../../controls/name.tsx'
import { texts } from '../../text/texts.ts'
import { useConversationTitle } from '../conversations/use-conversation-title.ts'
import { Avatar } from '../people/avatar.tsx'
import type { MessageDialogProps } from '../messages/message-extension.ts'
import { findTargets } from '../search/jump-targets.ts'

interface TargetProps {
  readonly item: ConversationItem
  readonly checked: boolean
  readonly onToggle: () => void
}

const Target = ({ item, checked, onToggle }: TargetProps) => {
  const { name, hue, shape } = useConversationTitle(item)
  return (
    <label className="forward-target">
      <input type="checkbox" checked={checked} onChange={onToggle} />
      <Avatar name={name} hue={hue} shape={shape} size={32} />
      <span className="forward-name ellipsis"><Name>{name}</Name></span>
    </label>
  )
}

/** Chooses where a message is forwarded to: one conversation or several. */
export const ForwardDialog = ({ conversationId, message, onClose }: MessageDialogProps) => {
  const { forward } = useForwards(conversationId)
  const { items } = useConversations()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const people = usePeople(items.flatMap(({ counterpartId }) => counterpartId ?? []))
  const targets = findTargets({ query, items, people, found: [] })
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const submit = () => {
    if (chosen.size === 0) return
    forward(message, [...chosen])
    onClose()
  }
  return (
    <Dialog title={texts.forwards.title} onClose={onClose} className="forwards">
      <form onSubmit={(event) => { event.preventDefault(); submit() }}>
        <input type="search" className="input" dir="auto" autoFocus aria-label={texts.forwards.search} placeholder={texts.forwards.search} value={query}
          onChange={(event) => setQuery(event.target.value)} />
        <div className="forward-list scroll" role="group" aria-label={texts.forwards.title}>
          {targets.map((target) => target.kind === 'conversation' && (
            <Target key={target.key} item={target.item} checked={chosen.has(target.item.id)} onToggle={() => toggle(target.item.id)} />
          ))}
          {targets.length === 0 && <p className="quiet">{texts.search.nothing(query.trim())}</p>}
        </div>
        <Button type="submit" kind="primary" disabled={chosen.size === 0}>{texts.forwards.send(chosen.size)}</Button>
      </form>
    </Dialog>
  )
}
