import type { MessageSearchOptions } from '@palaver/react'
import { useConversations, useMe, usePeople } from '@palaver/react'
import type { ReactNode } from 'react'
import { Field, FieldFrame } from '../../controls/field.tsx'
import { texts } from '../../text/texts.ts'
import { useConversationTitle } from '../conversations/use-conversation-title.ts'

/** What is chosen beside the words; empty means all. Days are `2026-05-03`. */
export interface Filters {
  readonly conversationId: string
  readonly senderId: string
  readonly has: '' | 'link' | 'mention'
  readonly after: string
  readonly before: string
}

/** Everything. */
export const noFilters: Filters = { conversationId: '', senderId: '', has: '', after: '', before: '' }

const midnight = (day: string, plus = 0): number => {
  const date = new Date(`${day}T00:00`)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + plus).getTime()
}

/** The filters as the search takes them: whole days by the local clock. */
export const toSearchOptions = ({ conversationId, senderId, has, after, before }: Filters): MessageSearchOptions => ({
  ...(conversationId && { conversationId }),
  ...(senderId && { senderId }),
  ...(has && { has }),
  ...(after && { after: midnight(after) }),
  ...(before && { before: midnight(before, 1) }),
})

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly children: ReactNode
}

const Choice = ({ label, value, onValue, children }: ChoiceProps) => (
  <FieldFrame label={label}>
    {({ id }) => <select id={id} className="input select" value={value} onChange={(event) => onValue(event.target.value)}>{children}</select>}
  </FieldFrame>
)

const ConversationOption = ({ item }: { readonly item: Parameters<typeof useConversationTitle>[0] }) => <option value={item?.id}>{useConversationTitle(item).name}</option>

interface SearchFiltersProps {
  readonly filters: Filters
  readonly onFilters: (filters: Filters) => void
  /** Who wrote what was found so far; beside them stand those with whom one talks. */
  readonly senders: readonly string[]
}

/** Keeps a search to a conversation, a sender, what messages hold, and days. */
export const SearchFilters = ({ filters, onFilters, senders }: SearchFiltersProps) => {
  const { items } = useConversations()
  const { userId: me } = useMe()
  const people = usePeople([...senders, ...items.flatMap(({ counterpartId }) => counterpartId ?? []), ...(filters.senderId ? [filters.senderId] : [])])
  const set = (change: Partial<Filters>) => onFilters({ ...filters, ...change })
  const { filter } = texts.search
  return (
    <div className="search-filters" role="group" aria-label={filter.label}>
      <Choice label={filter.in} value={filters.conversationId} onValue={(conversationId) => set({ conversationId })}>
        <option value="">{filter.everywhere}</option>
        {items.map((item) => <ConversationOption key={item.id} item={item} />)}
      </Choice>
      <Choice label={filter.from} value={filters.senderId} onValue={(senderId) => set({ senderId })}>
        <option value="">{filter.anyone}</option>
        <option value={me}>{texts.common.you}</option>
        {[...people.values()].filter(({ id }) => id !== me).map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </Choice>
      <Choice label={filter.has} value={filters.has} onValue={(has) => set({ has: has === 'link' || has === 'mention' ? has : '' })}>
        <option value="">{filter.anything}</option>
        <option value="link">{filter.link}</option>
        <option value="mention">{filter.mention}</option>
      </Choice>
      <Field label={filter.after} type="date" value={filters.after} onValue={(after) => set({ after })} />
      <Field label={filter.before} type="date" value={filters.before} onValue={(before) => set({ before })} />
    </div>
  )
}
