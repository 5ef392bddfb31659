/** What a message bears, and what was done to it, wherever it was looked at. */
export interface Done {
  readonly reactions: readonly string[]
  readonly pinned: boolean
  readonly deleted: boolean
  /** Deleted because its time was over. */
  readonly expired: boolean
  readonly thread?: { readonly replies: number; readonly last: number } | undefined
  readonly votes?: { readonly counts: readonly number[]; readonly voters: number } | undefined
  /** Those whom it calls by name. */
  readonly mentions?: readonly string[] | undefined
  readonly urgent?: boolean
  /** Those who acknowledged it. */
  readonly acknowledged?: readonly string[] | undefined
  readonly forwarded?: Original | undefined
  /** How far a streamed one is. */
  readonly stream?: string | undefined
}

/** Who said first what was forwarded, and when. */
export interface Original { readonly senderId: string; readonly createdAt: number }

/** It calls somebody by name. */
export const mentioning = (userId: string): string => `mentions ${userId}`
/** Somebody acknowledged it. */
export const acknowledgedBy = (userId: string): string => `acknowledged by ${userId}`
const forwarded = 'forwarded from '
/** It holds somebody else's words. */
export const forwardOf = ({ senderId, createdAt }: Original): string => `${forwarded}${senderId} at ${createdAt}`
/** Does a facet say that it holds somebody else's words? */
export const isForward = (facet: string): boolean => facet.startsWith(forwarded)
const streamed = 'stream '
/** How far a streamed message is, as its facets say; undefined when it is none. */
export const streamIn = (facets: readonly string[]): string | undefined => facets.find((facet) => facet.startsWith(streamed))?.slice(streamed.length)

const called = ({ mentions = [], urgent = false, acknowledged = [] }: Done): readonly string[] => [...mentions.map(mentioning), ...(urgent ? ['urgent'] : []), ...acknowledged.map(acknowledgedBy)]

/** What was done to a message, as a list that is equal where the same was done. */
export const facetsOf = (done: Done): readonly string[] => {
  const { reactions, pinned, deleted, expired, thread, votes, stream } = done
  return [
    ...reactions,
    ...called(done),
    ...(pinned ? ['pinned'] : []),
    ...(deleted ? ['deleted'] : []),
    ...(expired ? ['expired'] : []),
    ...(done.forwarded ? [forwardOf(done.forwarded)] : []),
    ...(stream === undefined ? [] : [`${streamed}${stream}`]),
    ...(thread ? [`${thread.replies} replies up to ${thread.last}`] : []),
    // A poll without votes may say so or nothing.
    ...(votes && votes.voters + Math.max(...votes.counts) !== 0 ? [`votes ${votes.counts.join()} by ${votes.voters}`] : []),
  ].sort()
}

/** What somebody chose in a poll, as a text that is equal for the same choice. */
export const votesOf = (optionIds: readonly string[]): string => [...optionIds].sort().join()
