import { type Chunk, chunksOf, type MessageRows, type ReceiptLine, receiptStatus, type Run } from '@palaver/core'
import { type Message, PalaverError } from '@palaver/protocol'
import type { PendingSend } from '../../outbox/entry.ts'
import type { TimelineMessage } from './timeline-message.ts'

/** A row as the timeline shows it. The key of an own message is its clientId, which it had while pending; others cannot choose theirs. */
export const itemOfRow = (row: Message, me: string, line: ReceiptLine): TimelineMessage => {
  const mine = row.senderId === me && row.content.kind !== 'system'
  const { clientId, revision: _revision, ...shown } = row
  return Object.freeze({
    ...shown,
    key: mine ? clientId : row.id,
    mine,
    status: mine ? receiptStatus(line, row.position) : 'sent',
  })
}

const itemOfEntry = (entry: PendingSend, me: string): TimelineMessage =>
  Object.freeze({
    key: entry.key,
    id: entry.ack?.id,
    position: entry.ack?.position,
    senderId: me,
    ...entry.shown,
    replyTo: entry.replyTo,
    createdAt: entry.ack?.createdAt ?? entry.createdAt,
    mine: true,
    status: entry.state === 'waiting' ? 'pending' : entry.state,
    error: entry.error && PalaverError.fromBody(entry.error),
  })

interface MadeChunk {
  readonly delivered: number
  readonly read: number
  readonly items: readonly TimelineMessage[]
}

/** Makes timeline items and gives the same ones again as long as nothing in them changed, a chunk at a time. */
export const createItems = (me: string) => {
  const rows = new WeakMap<Message, TimelineMessage>()
  const entries = new WeakMap<PendingSend, TimelineMessage>()
  const chunks = new WeakMap<Chunk, MadeChunk>()

  const ofRow = (row: Message, line: ReceiptLine): TimelineMessage => {
    const made = rows.get(row)
    if (made && (!made.mine || made.status === receiptStatus(line, row.position))) return made
    const item = itemOfRow(row, me, line)
    rows.set(row, item)
    return item
  }
  const ofChunk = (chunk: Chunk, line: ReceiptLine): readonly TimelineMessage[] => {
    const first = (chunk.rows[0]?.position ?? 0) - 1
    const last = chunk.rows.at(-1)?.position ?? 0
    // Only where the lines cut this chunk do they matter to it.
    const delivered = Math.min(Math.max(line.delivered, first), last)
    const read = Math.min(Math.max(line.read, first), last)
    const made = chunks.get(chunk)
    if (made && made.delivered === delivered && made.read === read) return made.items
    const items = chunk.rows.map((row) => ofRow(row, line))
    chunks.set(chunk, { delivered, read, items })
    return items
  }

  return {
    ofRow,
    ofRun: (held: MessageRows, run: Run, line: ReceiptLine): TimelineMessage[] =>
      chunksOf(held, run).flatMap((chunk) => ofChunk(chunk, line).filter(({ position = 0 }) => position >= run.first && position <= run.last)),
    ofEntry: (entry: PendingSend): TimelineMessage => {
      const made = entries.get(entry) ?? itemOfEntry(entry, me)
      entries.set(entry, made)
      return made
    },
  }
}
