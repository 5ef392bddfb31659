import type { Person } from '@palaver/protocol'

/** So many are offered at most. */
export const mentionCandidatesLimit = 8

const rankOf = ({ name, handle }: Pick<Person, 'name' | 'handle'>, query: string): number | undefined => {
  const words = name.toLowerCase()
  if (words.startsWith(query)) return 0
  if (handle.toLowerCase().startsWith(query)) return 1
  if (words.split(/\s+/u).some((word) => word.startsWith(query))) return 2
  return words.includes(query) ? 3 : undefined
}

/** Whom somebody who typed '@' and `query` may mean: names that begin so, then handles, then later words, then any part; else in the order given. */
export const rankMentionCandidates = <Somebody extends Pick<Person, 'name' | 'handle'>>(people: readonly Somebody[], query: string, limit = mentionCandidatesLimit): readonly Somebody[] => {
  const wanted = query.toLowerCase()
  return people
    .flatMap((person, order) => {
      const rank = rankOf(person, wanted)
      return rank === undefined ? [] : [{ person, order, rank }]
    })
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, limit)
    .map(({ person }) => person)
}
