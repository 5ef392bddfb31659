import { type MarkMap, type MessageRows, noMessages, type ReceiptLine, receiptLine, type UnreadBase } from '@palaver/core'
import type { Conversation, Head, Member, Membership } from '@palaver/protocol'

/** Everything that the client holds of one conversation: an immutable value, changed only by the functions of `merge.ts`. */
export interface ConversationState {
  readonly id: string
  readonly conversation?: Conversation | undefined
  readonly head?: Head | undefined
  readonly membership?: Membership | undefined
  /** Every row held is at least as new as this revision; absent until a view was loaded. */
  readonly revision?: number
  /** All marks up to here are held. */
  readonly marksRevision: number
  readonly rows: MessageRows
  readonly members: ReadonlyMap<string, Member>
  readonly marks: MarkMap
  readonly unread: UnreadBase
  /** It does not exist for the caller. */
  readonly gone: boolean
  /** Grows when rows are dropped: a page asked for before may be older than the cursor and is thrown away. */
  readonly epoch: number
}

/** Nothing known yet. */
export const emptyConversation = (id: string): ConversationState =>
  Object.freeze({
    id,
    marksRevision: 0,
    rows: noMessages,
    members: new Map(),
    marks: new Map(),
    unread: { count: 0, upTo: 0 },
    gone: false,
    epoch: 0,
  })

/** A conversation whose view is loaded. */
export type LoadedConversation = ConversationState & {
  readonly conversation: Conversation
  readonly head: Head
  readonly membership: Membership
  readonly revision: number
}

/** Can it be shown? */
export const isLoaded = (state: ConversationState | undefined): state is LoadedConversation =>
  state?.conversation !== undefined && !state.gone && state.head !== undefined && state.membership?.state === 'active' && state.revision !== undefined

/** The caller's own marks. */
export const ownMark = (state: ConversationState, me: string): { readonly delivered: number; readonly read: number } =>
  state.marks.get(me) ?? { delivered: 0, read: 0 }

/** How many active members there are beside the caller. */
export const otherCount = (state: ConversationState): number => Math.max(0, (state.head?.memberCount ?? 0) - 1)

/** Marks of those who are there. Those of people who went are kept, for they may come back, and a late frame must not take them lower then. */
export const presentMarks = ({ marks, members }: ConversationState): MarkMap => {
  const departed = [...members.values()].filter(({ userId, state }) => state !== 'active' && marks.has(userId))
  if (departed.length === 0) return marks
  const present = new Map(marks)
  for (const { userId } of departed) present.delete(userId)
  return present
}

/** Up to where everybody else has received and read. */
export const othersLine = (state: ConversationState, me: string): ReceiptLine =>
  receiptLine(presentMarks(state), me, otherCount(state))
