import { mentionRanges, type Mentions, type Person } from '@palaver/client'

/** Whom a mention may mean. `text` is what stands after the '@'. */
export type MentionOption =
  | { readonly key: string; readonly text: string; readonly person: Person }
  | { readonly key: 'all' | 'here'; readonly text: 'all' | 'here'; readonly person?: undefined }

const wide: readonly MentionOption[] = [{ key: 'all', text: 'all' }, { key: 'here', text: 'here' }]

/** What is offered: people first, then everybody, if the person may call everybody. */
export const optionsOf = (people: readonly Person[], query: string, mayCallAll: boolean): readonly MentionOption[] => [
  ...people.map((person) => ({ key: person.id, text: person.name, person })),
  ...(mayCallAll ? wide.filter(({ text }) => text.startsWith(query.toLowerCase())) : []),
]

/** Whom a text that is to be sent calls, of those who were chosen while it was written. */
export const mentionsIn = (text: string, chosen: readonly MentionOption[]): { readonly mentions?: Mentions } => {
  const keys = new Set(mentionRanges(text, chosen).map(({ name }) => name.key))
  const userIds = [...keys].filter((key) => key !== 'all' && key !== 'here').slice(0, 50)
  const mentions: Mentions = {
    ...(userIds.length > 0 && { userIds }),
    ...(keys.has('all') && { all: true }),
    ...(keys.has('here') && { here: true }),
  }
  return keys.size > 0 ? { mentions } : {}
}
