import type { Evidence, TrueMessage } from '../evidence.ts'
import type { Sent } from '../ledger.ts'
import { saidIn } from '../said.ts'
import type { Violation } from '../violation.ts'

const is = (facet: string, { facets }: TrueMessage): boolean => facets.includes(facet)

/** INV-1: what was acknowledged stands where its sender was told; INV-4: what was written came to some end, and what was to disappear is gone. */
export function* lost({ sent, truth, pending, wishes }: Evidence): Generator<Violation> {
  const rows = new Map(truth.flatMap(({ id, messages }) => messages.map((message) => [message.id, { ...message, conversationId: id }] as const)))
  const keys = new Set(truth.flatMap(({ messages }) => messages.map(({ clientId }) => clientId)))
  const deletions = new Set([...wishes].flatMap(({ kind, about }) => (kind === 'deletion' ? [about] : [])))
  const waiting = new Set(pending)
  /** Gone, and nobody asked for that. */
  const isTaken = (row: TrueMessage, { kind }: Sent): boolean => (is('expired', row) ? kind !== 'disappearing' : !deletions.has(row.id))
  for (const message of sent) {
    const { key, kind, client, conversationId, text, ack, refused, undone, stored, bears = [], source = '' } = message
    // Its sender or somebody it calls was put out, its root is gone, or what it holds was deleted: nothing else speaks against what is said here.
    if (refused !== undefined && refused !== 'not_found' && !(refused === 'forbidden' && deletions.has(source))) yield { invariant: 'INV-1', what: `${key} (${text}) was refused as ${refused}`, conversationId, client }
    if (ack && !undone) {
      const row = rows.get(ack.id)
      const isThere = row?.position === ack.position && row.conversationId === conversationId
      const says = row && (is('deleted', row) ? !isTaken(row, message) : saidIn(row.text).first === text)
      if (!isThere || !says) yield { invariant: 'INV-1', what: `${key} (${text}) was acknowledged at ${ack.position}, stored at ${row?.position ?? 'nowhere'} as "${row?.text}"`, conversationId, position: ack.position, client }
      else if (!is('deleted', row) && bears.some((facet) => !is(facet, row))) yield { invariant: 'INV-1', what: `"${text}" was acknowledged as ${bears.join()}, and stands there as ${row.facets.join()}`, conversationId, position: ack.position, client }
      else if (kind === 'disappearing' && !is('expired', row)) yield { invariant: 'INV-4', what: `"${text}" is still there, though its time is over`, conversationId, position: ack.position, client }
    } else if (waiting.has(key)) {
      yield { invariant: 'INV-4', what: `${key} (${text}) is still pending`, conversationId, client }
    } else if (stored && !ack && !undone && refused === undefined && !keys.has(key)) {
      yield { invariant: 'INV-1', what: `${key} (${text}) was stored on the device, then vanished: neither sent nor refused`, conversationId, client }
    }
  }
}

/** INV-1: an edit that was acknowledged is there, unless a later one of the same message is. */
export function* lostEdits({ edits, sent, truth }: Evidence): Generator<Violation> {
  const messages = new Map([...sent].map((message) => [message.key, message]))
  const rows = new Map(truth.flatMap((conversation) => conversation.messages.map((row) => [row.id, row] as const)))
  for (const { key, of, number, ackAt, undone } of edits) {
    const message = messages.get(of)
    const row = rows.get(message?.ack?.id ?? '')
    if (ackAt === undefined || undone || !message || message.undone) continue
    if (row && (is('deleted', row) || saidIn(row.text).edits >= number)) continue
    const { conversationId, client } = message
    yield { invariant: 'INV-1', what: `edit ${number} (${key}) of "${message.text}" was acknowledged, and the database says "${row?.text}"`, conversationId, client }
  }
}
