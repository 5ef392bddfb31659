import type { Sql, SqlDatabase } from '../sql.ts'
import type { AloneKind, ChangeKind, CommittedRun, LockedConversation, LockedKind } from './change.ts'
import { millis, shownPosition } from '../message-log/rows.ts'
import { outboxEntries } from './outbox.ts'
import { recordset } from '../recordset.ts'

type Input = { readonly conversationId: string }

/** Writes a run of one kind, all or nothing, and commits. */
export const writeBatch = async (
  database: SqlDatabase,
  kind: ChangeKind,
  run: readonly Input[],
  reuse: number | null,
): Promise<CommittedRun<unknown>> => {
  if (isAlone(kind)) return kind.writeAlone(database, run, { reuse })
  const { outboxId, ...result } = await database.transaction((tx) => writeLocked(tx, kind, run, reuse))
  return { ...result, outboxId: await outboxId }
}

const isAlone = (kind: ChangeKind): kind is AloneKind<Input, unknown> => 'writeAlone' in kind

/** Written, but for the heads: COMMIT goes with them. */
type AlmostCommitted = Omit<CommittedRun<unknown>, 'outboxId'> & { readonly outboxId: Promise<number | null> }

async function writeLocked(tx: Sql, kind: LockedKind<Input, unknown>, run: readonly Input[], reuse: number | null): Promise<AlmostCommitted> {
  const ids = kind.lockless ? [] : [...new Set(run.map((change) => change.conversationId))]
  const locking = heard(lockConversations(tx, ids))
  const result = await kind.write(tx, locking, run)
  const locked = await locking
  const busy = locked.size < ids.length ? await findBusy(tx, ids, locked) : undefined
  const skipped = busy ? run.flatMap((change, index) => (busy.has(change.conversationId) ? [index] : [])) : []
  const moved = [...locked.values()].filter((conversation) => conversation.changed)
  const outboxId = heard(storeHeads(tx, moved, JSON.stringify(outboxEntries(result.events)), reuse))
  return { ...result, skipped, outboxId }
}

/** A promise that may fail before somebody waits for it. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

interface HeadRow {
  id: string
  type: LockedConversation['type']
  history: LockedConversation['history']
  head_position: number
  shown_position: number
  head_revision: number
  settings_revision: number
  marks_revision: number
  member_count: number
  disappear_after_ms: number | null
  activity_at: number
  now: number
}

/** In id order, so that two nodes never wait for each other; and not waiting at all. */
async function lockConversations(tx: Sql, ids: readonly string[]): Promise<Map<string, LockedConversation>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<HeadRow>(
    `SELECT id, type, history, head_position, ${shownPosition('conversations')} AS shown_position, head_revision, settings_revision, marks_revision, member_count, disappear_after_ms,
       ${millis('activity_at')} AS activity_at, ${millis('clock_timestamp()')} AS now
     FROM conversations WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
    [ids],
    'writer.lock',
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        type: row.type,
        history: row.history,
        headPosition: row.head_position,
        shownPosition: row.shown_position,
        headRevision: row.head_revision,
        settingsRevision: row.settings_revision,
        marksRevision: row.marks_revision,
        memberCount: row.member_count,
        disappearAfterMs: row.disappear_after_ms,
        activityAt: row.activity_at,
        now: row.now,
        changed: false,
      },
    ]),
  )
}

/** Of those not locked: which exist, so that an unknown conversation is refused and not tried for ever. */
async function findBusy(tx: Sql, ids: readonly string[], locked: ReadonlyMap<string, unknown>): Promise<Set<string>> {
  const missing = ids.filter((id) => !locked.has(id))
  const rows = await tx.query<{ id: string }>('SELECT id FROM conversations WHERE id = ANY ($1::uuid[])', [missing], 'writer.busy')
  return new Set(rows.map((row) => row.id))
}

const store = `
  WITH heads AS (
    UPDATE conversations c
    SET head_position = x.p, shown_position = nullif(x.v, x.p), head_revision = x.r, settings_revision = x.s, marks_revision = x.m, member_count = x.n,
      activity_at = greatest(c.activity_at, timestamptz 'epoch' + x.a * interval '1 millisecond')
    FROM ${recordset('$2', 'id uuid, p bigint, v bigint, r bigint, s bigint, m bigint, n int, a bigint')}
    WHERE c.id = x.id
  ), reused AS (
    UPDATE outbox SET entries = $3::jsonb, created_at = now(), claimed_until = NULL WHERE id = $1::bigint AND $3::jsonb <> '[]' RETURNING id
  ), added AS (
    INSERT INTO outbox (entries) SELECT $3::jsonb WHERE $3::jsonb <> '[]' AND NOT EXISTS (SELECT FROM reused) RETURNING id
  )
  SELECT id FROM reused UNION ALL SELECT id FROM added`

async function storeHeads(tx: Sql, moved: readonly LockedConversation[], entries: string, reuse: number | null): Promise<number | null> {
  const heads = moved.map((c) => ({
    id: c.id,
    p: c.headPosition,
    v: c.shownPosition,
    r: c.headRevision,
    s: c.settingsRevision,
    m: c.marksRevision,
    n: c.memberCount,
    a: c.activityAt,
  }))
  const [row] = await tx.query<{ id: number }>(store, [reuse, JSON.stringify(heads), entries], 'writer.store')
  return row?.id ?? null
}
