import { type Chunk, chunkSize, chunksOf, isShownTo, type MessageRows, type ReceiptLine, receiptStatus, type Run } from '@palaver/core'
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
export const createItems = ({ me, hidden }: { readonly me: string; readonly hidden: ReadonlySet<string> }) => {
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
    // Only where the lines cut this chunk do they matter to it.
    const within = (position: number) => Math.min(Math.max(position - chunk.index * chunkSize, -1), chunkSize)
    const delivered = within(line.delivered)
    const read = within(line.read)
    const made = chunks.get(chunk)
    if (made && made.delivered === delivered && made.read === read) return made.items
    const items = chunk.rows.filter((row) => isShownTo(me, row)).map((row) => ofRow(row, line))
    chunks.set(chunk, { delivered, read, items })
    return items
  }

  return {
    ofRow,
    /** What of a run is shown to this person. It is made for each event: chunks between the first and the last are taken whole, and `flatMap` takes ten times as long. */
    ofRun: (held: MessageRows, run: Run, line: ReceiptLine): TimelineMessage[] =>
      ([] as TimelineMessage[]).concat(
        ...chunksOf(held, run).map((chunk, at, { length }) => {
          const items = ofChunk(chunk, line)
          const isWhole = at > 0 && at < length - 1 && !hidden.size
          return isWhole ? items : items.filter(({ position = 0, id = '' }) => position >= run.first && position <= run.last && !hidden.has(id))
        }),
      ),
    ofEntry: (entry: PendingSend): TimelineMessage => {
      const made = entries.get(entry) ?? itemOfEntry(entry, me)
      entries.set(entry, made)
      return made
    },
  }
}
