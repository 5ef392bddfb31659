import type { Edited, Sent } from './ledger.ts'
import type { Streamed } from './streams.ts'
import type { Violation } from './violation.ts'
import type { Wish } from './wishes.ts'

/** One message as somebody saw it. */
export interface SeenMessage {
  readonly id: string
  readonly position: number
  readonly text: string
  /** What was done to it, in alphabetical order: `😀 <userId>` for a reaction, `pinned`, `deleted`, `3 replies up to 17`, and what it bears, as {@link facetsOf} says it. */
  readonly facets: readonly string[]
}

/** What is private to the viewer in a conversation: `draft`, `vote <messageId>`, `scheduled <clientId>`, `saved <messageId>`, `reminder <messageId>`. */
export type Own = Readonly<Record<string, string>>

/** What one client shows of one conversation, everything loaded. */
export interface SeenConversation {
  readonly id: string
  readonly topic: string
  /** In the order shown. Pending ones have no place here, nor has what stands in a thread only. */
  readonly messages: readonly SeenMessage[]
  /** The replies in each thread, by the root's id. */
  readonly threads: Readonly<Record<string, readonly SeenMessage[]>>
  readonly members: readonly string[]
  readonly marks: Readonly<Record<string, { readonly delivered: number; readonly read: number }>>
  readonly unread: number
  readonly own: Own
}

/** One message as the database has it. */
export interface TrueMessage extends SeenMessage {
  readonly clientId: string
  readonly senderId?: string
  /** The root of its thread. */
  readonly threadId?: string
  /** Stands in a thread and not in the conversation. */
  readonly onlyInThread?: boolean
  /** Those who are to see it, when it is for some only. */
  readonly audience?: readonly string[]
}

/** One conversation as the database has it, for all its members. */
export interface TrueConversation extends Omit<SeenConversation, 'messages' | 'threads' | 'unread' | 'own'> {
  /** Those in threads, too. */
  readonly messages: readonly TrueMessage[]
  readonly unread: Readonly<Record<string, number>>
  /** Of everybody who has anything private there. */
  readonly own: Readonly<Record<string, Own>>
  /** What they have there that stands in no list of theirs: `hidden <messageId>`, `flag <messageId>`. */
  readonly unlisted: Readonly<Record<string, Own>>
  /** Since when the members are in, in milliseconds since the epoch. */
  readonly joinedAt: Readonly<Record<string, number>>
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
  readonly streams: Iterable<Streamed>
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
