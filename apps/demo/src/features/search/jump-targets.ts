import type { ConversationItem, Person } from '@palaver/client'

/** Where one may jump. */
export type JumpTarget =
  | { readonly kind: 'conversation'; readonly key: string; readonly item: ConversationItem }
  | { readonly kind: 'person'; readonly key: string; readonly person: Person }

interface JumpSources {
  readonly query: string
  readonly items: readonly ConversationItem[]
  /** The counterparts of direct conversations. */
  readonly people: ReadonlyMap<string, Person>
  readonly found: readonly Person[]
}

const most = 8
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Conversations whose name fits, then people who are not among them. */
export const findTargets = ({ query, items, people, found }: JumpSources): readonly JumpTarget[] => {
  const wanted = fold(query.trim().replace(/^@/, ''))
  const fits = (item: ConversationItem): boolean => {
    const person = item.counterpartId === undefined ? undefined : people.get(item.counterpartId)
    return [item.conversation.name, person?.name, person?.handle].some((name) => name !== undefined && fold(name).includes(wanted))
  }
  const conversations = (wanted === '' ? items : items.filter(fits)).slice(0, most)
  const shown = new Set(conversations.map(({ counterpartId }) => counterpartId))
  return [
    ...conversations.map((item) => ({ kind: 'conversation', key: item.id, item }) as const),
    ...(wanted === '' ? [] : found)
      .filter(({ id }) => !shown.has(id))
      .map((person) => ({ kind: 'person', key: person.id, person }) as const),
  ]
}
