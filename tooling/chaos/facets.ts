/** What was done to a message, as a list that is equal where the same was done. */
export const facetsOf = ({ reactions, pinned, deleted }: { readonly reactions: readonly string[]; readonly pinned: boolean; readonly deleted: boolean }): readonly string[] =>
  [...reactions, ...(pinned ? ['pinned'] : []), ...(deleted ? ['deleted'] : [])].sort()
