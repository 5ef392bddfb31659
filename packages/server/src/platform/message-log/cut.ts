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
