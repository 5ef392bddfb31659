/** Where an answer of at most `limit` rows ends. */
export interface Cut {
  readonly upTo: number
  readonly more: boolean
}

/**
 * Finds the revision up to which an answer may go so that it holds at most `limit` rows and never half of a revision: one change may
 * touch several rows (a hundred people added at once). `revisions` are ascending, all rows that were read: more than `limit` of them
 * means that there are more. A single revision larger than the limit is answered whole.
 */
export const cutAt = (revisions: readonly number[], limit: number, head: number): Cut => {
  const overflow = revisions[limit]
  if (overflow === undefined) return { upTo: head, more: false }
  const first = revisions[0] ?? overflow
  const upTo = overflow > first ? overflow - 1 : overflow
  return { upTo, more: upTo < head }
}

/**
 * Characters of messages in one answer, about. A reader on a slow line may have several answers on their way, and all that waits for it has to
 * stay below what a socket may have waiting; otherwise it would be closed, ask for the same again, and never get it.
 */
export const charactersPerAnswer = 262_144

interface Weighed {
  readonly revision: number
  readonly characters: number
}

/** How many of these `revisions` an answer may hold so that its messages, in the order of their revisions, are not too much; at least one. */
export const lightEnough = (revisions: readonly number[], messages: readonly Weighed[]): number => {
  let sum = 0
  for (const { revision, characters } of messages) {
    sum += characters
    if (sum > charactersPerAnswer) return Math.max(1, revisions.indexOf(revision))
  }
  return revisions.length
}
