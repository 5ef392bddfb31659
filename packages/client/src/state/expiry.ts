import { type Chunk, emptiedWith } from '@palaver/core'
import type { Message } from '@palaver/protocol'
import type { ConversationState } from './conversation-state.ts'

const first = new WeakMap<Chunk, number>()

const timeOf = (message: Message | undefined): number => message?.expiresAt ?? Infinity

const firstOf = (chunk: Chunk): number => {
  const known = first.get(chunk)
  if (known !== undefined) return known
  const found = Math.min(...chunk.rows.map(timeOf))
  first.set(chunk, found)
  return found
}

/** When the next message that is held disappears, by the server's clock; Infinity when none does. */
export const nextExpiry = ({ rows, head }: Pick<ConversationState, 'rows' | 'head'>): number =>
  rows.chunks.reduce((least, chunk) => Math.min(least, firstOf(chunk)), timeOf(head?.lastMessage))

/** The server will say the same, with a revision of its own. */
const emptied = (message: Message, now: number): Message => {
  if (timeOf(message) > now) return message
  return Object.freeze(emptiedWith({ kind: 'deleted', by: message.senderId, at: timeOf(message), expired: true }, message))
}

/** What disappears at its time goes here, too, told or not; the same state when nothing does. */
export const withoutExpired = (state: ConversationState, now: number): ConversationState => {
  if (nextExpiry(state) > now) return state
  const { rows, head } = state
  const chunks = rows.chunks.map((chunk) => (firstOf(chunk) > now ? chunk : Object.freeze({ index: chunk.index, rows: Object.freeze(chunk.rows.map((row) => emptied(row, now))) })))
  return Object.freeze({
    ...state,
    rows: Object.freeze({ ...rows, chunks: Object.freeze(chunks) }),
    head: head?.lastMessage ? Object.freeze({ ...head, lastMessage: emptied(head.lastMessage, now) }) : head,
  })
}
