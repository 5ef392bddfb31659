/** What was done to a message, wherever it was looked at. */
export interface Done {
  readonly reactions: readonly string[]
  readonly pinned: boolean
  readonly deleted: boolean
  /** Deleted because its time was over. */
  readonly expired: boolean
  readonly thread?: { readonly replies: number; readonly last: number } | undefined
  readonly votes?: { readonly counts: readonly number[]; readonly voters: number } | undefined
}

/** What was done to a message, as a list that is equal where the same was done. */
export const facetsOf = ({ reactions, pinned, deleted, expired, thread, votes }: Done): readonly string[] =>
  [
    ...reactions,
    ...(pinned ? ['pinned'] : []),
    ...(deleted ? ['deleted'] : []),
    ...(expired ? ['expired'] : []),
    ...(thread ? [`${thread.replies} replies up to ${thread.last}`] : []),
    // A poll without votes may say so or nothing.
    ...(votes && votes.voters + Math.max(...votes.counts) !== 0 ? [`votes ${votes.counts.join()} by ${votes.voters}`] : []),
  ].sort()

/** What somebody chose in a poll, as a text that is equal for the same choice. */
export const votesOf = (optionIds: readonly string[]): string => [...optionIds].sort().join()
