import type { FoundMessage } from '@palaver/client'
import { useMessageSearch } from '@palaver/react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Button, IconButton } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { Icon } from '../../controls/icon.tsx'
import { moveFocus } from '../../routing/move-focus.ts'
import { messageHref, navigate } from '../../routing/route.ts'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { FoundLine } from './found-line.tsx'
import { type Filters, noFilters, SearchFilters, toSearchOptions } from './search-filters.tsx'
import './search.css'

/** How a search begins. */
export interface SearchStart {
  readonly query?: string
  readonly conversationId?: string
}

interface SearchDialogProps {
  readonly start: SearchStart
  readonly onClose: () => void
}

/** Searches messages, and leads to what was found. */
export const SearchDialog = ({ start, onClose }: SearchDialogProps) => {
  const [query, setQuery] = useState(start.query ?? '')
  const [filters, setFilters] = useState<Filters>({ ...noFilters, conversationId: start.conversationId ?? '' })
  const [showsFilters, setShowsFilters] = useState(start.conversationId !== undefined)
  const list = useRef<HTMLUListElement>(null)
  const { status, items, hasMore, loadingMore, similar, error, more, retry } = useMessageSearch(query, toSearchOptions(filters))
  const open = ({ conversationId, message }: FoundMessage) => {
    onClose()
    navigate(messageHref(conversationId, message.position))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    list.current?.querySelector<HTMLElement>('.card')?.focus()
  }
  return (
    <Dialog title={texts.search.messages} onClose={onClose} bare className="dialog-jump dialog-search">
      <div className="jump-input">
        <Icon name="search" />
        <input type="search" dir="auto" autoFocus autoComplete="off" spellCheck={false} maxLength={200} aria-label={texts.search.messages} placeholder={texts.search.messages}
          value={query} onChange={(event) => setQuery(event.target.value)} onKeyDown={onKeyDown} />
        <IconButton icon="filter" label={texts.search.filter.label} aria-expanded={showsFilters} aria-pressed={showsFilters} onClick={() => setShowsFilters(!showsFilters)} />
        <IconButton icon="close" label={texts.common.close} onClick={onClose} />
      </div>
      {showsFilters && <SearchFilters filters={filters} onFilters={setFilters} senders={items.map(({ message }) => message.senderId)} />}
      <div className="search-results scroll" aria-busy={status === 'loading'}>
        {similar && items.length > 0 && <p className="jump-heading">{texts.search.similar}</p>}
        <ul ref={list} aria-label={texts.search.results} onKeyDown={(event) => moveFocus(event, '.card')}>
          {items.map((found) => <FoundLine key={found.message.id} found={found} onOpen={() => open(found)} />)}
        </ul>
        {hasMore && <Button kind="quiet" disabled={loadingMore} onClick={() => void more()}>{loadingMore ? texts.common.loading : texts.common.more}</Button>}
      </div>
      <div role="status">
        {status === 'idle' && <p className="jump-note">{texts.search.messagesHint}</p>}
        {status === 'loading' && items.length === 0 && <p className="jump-note">{texts.search.searching}</p>}
        {status === 'ready' && items.length === 0 && <p className="jump-note">{texts.search.nothing(query.trim())}</p>}
        {status === 'offline' && <p className="jump-note">{texts.search.offline}</p>}
      </div>
      {error && <p className="jump-note form-error" role="alert">{describeError(error)} <button type="button" className="link" onClick={retry}>{texts.common.retry}</button></p>}
      {status === 'error' && !error && <p className="jump-note form-error" role="alert">{texts.errors.unknown} <button type="button" className="link" onClick={retry}>{texts.common.retry}</button></p>}
    </Dialog>
  )
}
