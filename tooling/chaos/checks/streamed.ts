import type { Evidence, TrueConversation } from '../evidence.ts'
import { streamIn } from '../facets.ts'
import type { Streamed } from '../streams.ts'
import type { Violation } from '../violation.ts'

/** What the server says for a streamed message without a piece. */
export const unsaid = '…'

const lengthOf = (text: string): number => Array.from(text).length

/** What is wrong with a row, as far as its author was told otherwise. */
const faultOf = ({ text, kept, asked, isEnded }: Streamed, row: { readonly text: string; readonly facets: readonly string[] }): string | undefined => {
  const state = streamIn(row.facets)
  const there = row.text === unsaid ? '' : row.text
  if (state === 'open') return 'is still open'
  if (!text.startsWith(there)) return 'says what its author did not write'
  if (lengthOf(there) < kept) return `lacks some of the ${kept} characters that were acknowledged`
  if (state === 'finished' && there !== text) return 'is finished, and not whole'
  if (state !== 'interrupted' && state !== asked) return `is ${state}, which its author did not ask for`
  // Who cancels what the server has ended already is answered with the message as it is.
  const isSo = state === asked || (asked === 'cancelled' && state === 'interrupted')
  return isEnded && !isSo ? `was acknowledged as ${asked}` : undefined
}

/** INV-1: what was acknowledged of a streamed message is there, whole where it was finished; INV-3: none is there that nobody began. */
export function* misstreamed({ streams, truth }: Evidence): Generator<Violation> {
  const list = [...streams]
  const rows = new Map(truth.flatMap(({ messages }) => messages.map((row) => [row.id, row] as const)))
  for (const stream of list) {
    const { id, client, conversationId, text, undone } = stream
    const row = id === undefined ? undefined : rows.get(id)
    const found = { invariant: 'INV-1', conversationId, client, ...(row && { position: row.position }) } as const
    if (row) {
      const fault = faultOf(stream, row)
      if (fault !== undefined) yield { ...found, what: `the stream "${text}" ${fault}; the database says "${row.text}" (${row.facets.join()})` }
    } else if (id !== undefined && !undone) yield { ...found, what: `the stream "${text}" was begun as ${id}, and the database has no such message` }
  }
  for (const place of truth) yield* unbegun(place, list)
}

/** One that was begun twice stands there a second time, without a word of it. */
function* unbegun({ id: conversationId, messages }: TrueConversation, list: readonly Streamed[]): Generator<Violation> {
  const there = Map.groupBy(messages.filter(({ facets }) => streamIn(facets) !== undefined), ({ senderId = '' }) => senderId)
  for (const [userId, rows] of there) {
    const begun = list.filter((stream) => stream.userId === userId && stream.conversationId === conversationId).length
    if (rows.length > begun) yield { invariant: 'INV-3', what: `the database has ${rows.length} streams of ${userId}, who began ${begun}`, conversationId }
  }
}
