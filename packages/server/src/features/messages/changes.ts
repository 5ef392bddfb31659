import { type AppRole, can, memberRoles, type Permission } from '@palaver/core'
import { type CommandOutput, type Message, PalaverError } from '@palaver/protocol'
import type { Sql } from '../../platform/sql.ts'
import { requireAt } from '../../platform/writer/require-at.ts'
import type { AloneKind, Outcome } from '../../platform/writer/change.ts'
import type { SendChange, SendRow } from './send-change.ts'
import { SentRuns } from './sent-runs.ts'

type Sent = CommandOutput<'message.send'>

const conversationTypes = ['direct', 'group', 'channel'] as const

/** The permission table as the database function reads it: the "type:role" pairs of which all this is allowed. */
const allowedPairs = (appRole: AppRole, permissions: readonly Permission[]): string[] =>
  conversationTypes.flatMap((conversationType) =>
    memberRoles
      .filter((memberRole) => permissions.every((permission) => can(permission, { appRole, memberRole, conversationType })))
      .map((role) => `${conversationType}:${role}`),
  )

const seats = new Map<string, readonly string[]>()

/** Names what a sender must be allowed, as somebody with their app role; {@link pairsOf} has the pairs of each name. */
const seatOf = ({ appRole, permissions = [] }: SendChange): string => {
  const needed: readonly Permission[] = ['message.send', ...permissions]
  const seat = `${appRole} ${needed.join(' ')}`
  if (!seats.has(seat)) seats.set(seat, allowedPairs(appRole, needed))
  return seat
}

const pairsOf = (seat: string): readonly string[] => seats.get(seat) ?? []

/** What palaver_send answers for one message; see migrations/0001-functions.ts. */
const sent = 0
const replayed = 1
const lockedElsewhere = 5

const notFound = () => new PalaverError('not_found', 'unable to send; there is no such conversation')

/** The refusal of a clientId that came with other input. */
export const clientIdTaken = () => new PalaverError('idempotency_conflict', 'unable to send; this clientId came before with other input', { path: '/clientId' })

const refusals: Readonly<Record<number, (change: SendChange) => PalaverError>> = {
  2: clientIdTaken,
  4: ({ permissions = [] }) => new PalaverError('forbidden', `unable to send; your role here may ${permissions.length > 0 ? 'not send this' : 'only read'}`),
  6: () => new PalaverError('not_found', 'unable to send; there is no such message to reply to', { path: '/replyToId' }),
}

/** Messages: a whole batch is one call of palaver_send, a single message one of palaver_send_one. */
export const sendMessages: AloneKind<SendChange, Sent> = {
  name: 'messages',
  endsBatch: false,
  repeatable: true,
  async writeAlone(sql, run, { reuse }) {
    const { firsts, rowOf } = withoutTwins(run)
    const [only] = firsts
    const { box, out } = only && firsts.length === 1 ? await callSendOne(sql, only, reuse) : await callSend(sql, firsts, reuse)
    const runs = new SentRuns()
    firsts.forEach((change, n) => {
      const row = requireAt(out, n)
      if (row[0] === sent) runs.add(change.conversationId, toMessage(change, row))
    })
    const skipped: number[] = []
    const outcomes = run.map((change, index) => {
      const first = requireAt(firsts, rowOf[index])
      const row = requireAt(out, rowOf[index])
      // A twin with other input hangs on what became of the first, so it comes again.
      if (row[0] === lockedElsewhere || change.hash !== first.hash) skipped.push(index)
      return outcomeOf(first, row, change !== first)
    })
    return { outcomes, events: runs.events(), skipped, outboxId: box }
  },
}

const toMessage = (change: SendChange, [, position, revision, createdAt, replyToPosition, , expiresAt]: SendRow): Message => ({
  id: change.id,
  position,
  revision,
  senderId: change.senderId,
  clientId: change.clientId,
  content: change.content,
  ...(change.replyToId !== undefined && replyToPosition !== null && { replyTo: { id: change.replyToId, position: replyToPosition } }),
  createdAt,
  ...(change.custom && { custom: change.custom }),
  ...change.parts,
  ...(typeof expiresAt === 'number' && { expiresAt }),
})

/** The same clientId twice in one run: only the first goes to the database. `rowOf` says whose row answers each change. */
function withoutTwins(run: readonly SendChange[]): { firsts: SendChange[]; rowOf: number[] } {
  const seen = new Map<string, number>()
  const firsts: SendChange[] = []
  const rowOf = run.map((change) => {
    const key = change.conversationId + change.senderId + change.clientId
    const first = seen.get(key)
    if (first !== undefined) return first
    seen.set(key, firsts.length)
    return firsts.push(change) - 1
  })
  return { firsts, rowOf }
}

interface Answer {
  readonly box: number | null
  readonly out: readonly SendRow[]
}

async function callSend(sql: Sql, run: readonly SendChange[], reuse: number | null): Promise<Answer> {
  const ids = [...new Set(run.map((change) => change.conversationId))]
  const seatsOfRun = [...new Set(run.map(seatOf))]
  const batch = run.map((change, n) => ({
    n,
    c: change.conversationId,
    s: change.senderId,
    a: seatOf(change),
    k: change.clientId,
    h: change.hash,
    i: change.id,
    t: change.content,
    r: change.replyToId,
    u: change.custom,
    p: change.parts,
    d: change.disappearAfterMs,
  }))
  const pairs = JSON.stringify(Object.fromEntries(seatsOfRun.map((seat) => [seat, pairsOf(seat)])))
  const rows = await sql.query<{ answer: Answer }>(
    'SELECT palaver_send($1::uuid[], $2::json, $3::jsonb, $4::bigint) AS answer',
    [ids, JSON.stringify(batch), pairs, reuse],
    'messages.send',
  )
  return requireAt(rows, 0).answer
}

async function callSendOne(sql: Sql, change: SendChange, reuse: number | null): Promise<Answer> {
  const rows = await sql.query<{ answer: Answer }>(
    `SELECT palaver_send_one($1::uuid, $2::uuid, $3::text[], $4::uuid, decode($5::text, 'hex'), $6::uuid, $7::json, $8::uuid, $9::jsonb, $10::jsonb, $11::bigint, $12::bigint) AS answer`,
    [
      change.conversationId,
      change.senderId,
      pairsOf(seatOf(change)),
      change.clientId,
      change.hash,
      change.id,
      JSON.stringify(change.content),
      change.replyToId ?? null,
      change.custom === undefined ? null : JSON.stringify(change.custom),
      change.parts === undefined ? null : JSON.stringify(change.parts),
      change.disappearAfterMs ?? null,
      reuse,
    ],
    'messages.send-one',
  )
  return requireAt(rows, 0).answer
}

function outcomeOf(first: SendChange, row: SendRow, twin: boolean): Outcome<Sent> {
  const [outcome, position, revision, createdAt] = row
  if (outcome === sent) return { ok: true, replay: twin, result: { id: first.id, position, revision, createdAt } }
  if (outcome === replayed) return { ok: true, replay: true, result: { id: row[5], position, revision, createdAt } }
  return { ok: false, error: (refusals[outcome] ?? notFound)(first) }
}
