import type { Edited, Sent } from './ledger.ts'
import type { Violation } from './violation.ts'
import type { Wish } from './wishes.ts'

/** One message as somebody saw it. */
export interface SeenMessage {
  readonly id: string
  readonly position: number
  readonly text: string
  /** What was done to it, in alphabetical order: `😀 <userId>` for a reaction, `pinned`, `deleted`. */
  readonly facets: readonly string[]
}

/** What one client shows of one conversation, everything loaded. */
export interface SeenConversation {
  readonly id: string
  readonly topic: string
  /** In the order shown. Pending ones have no place here. */
  readonly messages: readonly SeenMessage[]
  readonly members: readonly string[]
  readonly marks: Readonly<Record<string, { readonly delivered: number; readonly read: number }>>
  readonly unread: number
}

/** One conversation as the database has it, for all its members. */
export interface TrueConversation extends Omit<SeenConversation, 'unread'> {
  readonly unread: Readonly<Record<string, number>>
}

/** What one client shows of all its conversations. */
export interface ClientView {
  readonly client: string
  readonly userId: string
  readonly conversations: readonly SeenConversation[]
}

/** Everything that the checker needs; gathered when all is quiet. */
export interface Evidence {
  readonly sent: Iterable<Sent>
  readonly edits: Iterable<Edited>
  readonly wishes: Iterable<Wish>
  /** clientIds that clients still hold as pending. */
  readonly pending: readonly string[]
  /** The rows of the database. */
  readonly truth: readonly TrueConversation[]
  /** What the clients show that lived through it all. */
  readonly live: readonly ClientView[]
  /** What they show after a reload, from what their device stored. */
  readonly resumed: readonly ClientView[]
  /** For each person: what a client shows that begins with nothing. */
  readonly fresh: readonly ClientView[]
  /** What was noticed while it ran. */
  readonly noticed: readonly Violation[]
}
