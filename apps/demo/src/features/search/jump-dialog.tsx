import { useConversations, useMe, usePeople, usePeopleSearch } from '@palaver/react'
import { type KeyboardEvent, useId, useState } from 'react'
import { Dialog } from '../../controls/dialog.tsx'
import { Icon } from '../../controls/icon.tsx'
import { useTask } from '../../controls/use-task.ts'
import { conversationHref, navigate } from '../../routing/route.ts'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { findTargets, type JumpTarget } from './jump-targets.ts'
import { JumpOption } from './jump-option.tsx'
import './search.css'

interface JumpDialogProps {
  readonly onClose: () => void
  /** Goes on to search messages for what was typed. */
  readonly onMessages: (query: string) => void
}

/** Jumps to a conversation, or to a person: their direct conversation opens, made when there is none. */
export const JumpDialog = ({ onClose, onMessages }: JumpDialogProps) => {
  const [query, setQuery] = useState('')
  const [index, setIndex] = useState(0)
  const listId = useId()
  const { userId } = useMe()
  const { items, direct } = useConversations()
  const people = usePeople(items.flatMap(({ counterpartId }) => counterpartId ?? []))
  const search = usePeopleSearch(query.replace(/^@/, ''))
  const targets = findTargets({ query, items, people, found: search.items.filter(({ id }) => id !== userId) })
  const active = Math.min(index, targets.length - 1)
  const current = targets[active]
  const task = useTask(async (target: JumpTarget) => {
    const id = target.kind === 'conversation' ? target.item.id : (await direct(target.person.id)).id
    navigate(conversationHref(id))
    onClose()
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && targets.length > 0) {
      event.preventDefault()
      setIndex((active + step + targets.length) % targets.length)
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      if (current) void task.run(current)
    }
  }
  const optionId = (target: JumpTarget) => `${listId}-${target.key}`
  return (
    <Dialog title={texts.search.title} onClose={onClose} bare className="dialog-jump">
      <div className="jump-input">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          dir="auto"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          aria-label={texts.search.title}
          aria-expanded={targets.length > 0}
          aria-controls={listId}
          aria-activedescendant={current && optionId(current)}
          placeholder={texts.search.placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setIndex(0)
          }}
          onKeyDown={onKeyDown}
        />
        <kbd aria-hidden="true">Esc</kbd>
      </div>
      {task.message && <p className="form-error jump-note" role="alert">{task.message}</p>}
      <div id={listId} role="listbox" aria-label={texts.search.title} className="jump-list scroll">
        {targets.map((target, at) => (
          <JumpOption key={target.key} id={optionId(target)} target={target} active={at === active}
            heading={targets[at - 1]?.kind !== target.kind} onHover={() => setIndex(at)} onChoose={() => void task.run(target)} />
        ))}
      </div>
      {search.status === 'error' && <p className="jump-note">{describeError(search.error)}</p>}
      {search.status === 'loading' && targets.length === 0 && <p className="jump-note">{texts.search.searching}</p>}
      {search.status === 'ready' && targets.length === 0 && <p className="jump-note">{texts.search.nothing(query.trim())}</p>}
      {search.status === 'idle' && query.trim() === '' && <p className="jump-note">{texts.search.hint}</p>}
      <button type="button" className="jump-messages" onClick={() => onMessages(query.trim())}>
        <Icon name="search" size={18} />
        <span className="ellipsis">{texts.search.messagesFor(query.trim())}</span>
      </button>
    </Dialog>
  )
}
