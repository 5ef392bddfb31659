import { setTimeout as sleep } from 'node:timers/promises'
import type { Bus, EncodedEvent } from '../event.ts'
import { type Metrics, noMetrics } from '../metrics.ts'
import type { SqlDatabase } from '../sql.ts'
import type { OutboxEntry } from '../writer/outbox.ts'
import { rebuildEvent } from './rebuild.ts'

export interface RelayParts {
  readonly database: SqlDatabase
  readonly bus: Pick<Bus, 'publish' | 'fault'>
  readonly onError: (error: unknown) => void
  readonly metrics?: Metrics
  /** How often it looks: 2,000 ms. */
  readonly everyMs?: number
  /** Younger rows belong to the writer that is about to publish them: 5,000 ms. */
  readonly olderThanMs?: number
  /** How long a row belongs to the relay that claimed it; if that one dies, another takes it afterwards: 30,000 ms. */
  readonly claimMs?: number
  /** How long the bus may take to take a round: 5,000 ms. */
  readonly takenWithinMs?: number
  /** Older rows are deleted unpublished: every heartbeat since has told what they say. At least a few heartbeats; 600,000 ms. */
  readonly forgetAfterMs?: number
}

/**
 * Publishes what was committed and not published, because its node died in between or the bus was away. Any number of nodes may run one:
 * a row is claimed by one of them, and deleted when the bus took it. What was claimed and not taken comes again when its claim runs out.
 */
export interface Relay {
  start(): void
  /** Publishes one round of what is old enough now; returns how many outbox rows the bus took. */
  runOnce(): Promise<number>
  /** Waits for the round that is under way. */
  stop(): Promise<void>
}

const rowsPerRound = 100
const forgottenPerRound = 10_000

const ago = (parameter: string): string => `now() - ${parameter}::int * interval '1 millisecond'`

// One short statement, so that no row is locked while events are read and Redis answers.
const claim = `
  UPDATE outbox SET claimed_until = now() + $2::int * interval '1 millisecond' WHERE id IN (
    SELECT id FROM outbox WHERE created_at < ${ago('$1')} AND (claimed_until IS NULL OR claimed_until < now())
    ORDER BY created_at, id LIMIT ${rowsPerRound} FOR UPDATE SKIP LOCKED)
  RETURNING id, entries, created_at::text AS version, created_at < ${ago('$3')} AS "isForgotten"`

const remove = `
  DELETE FROM outbox o USING unnest($1::bigint[], $2::timestamptz[]) AS p(id, version) WHERE o.id = p.id AND o.created_at = p.version`

const forget = `
  DELETE FROM outbox WHERE id IN (
    SELECT id FROM outbox WHERE created_at < ${ago('$1')} LIMIT ${forgottenPerRound} FOR UPDATE SKIP LOCKED)
  RETURNING 1 AS gone`

interface ClaimedRow {
  readonly id: number
  readonly entries: readonly OutboxEntry[]
  /** When it was written. A node that lives may have stored another batch in the same row since. */
  readonly version: string
  readonly isForgotten: boolean
}

/** Makes the relay; it does nothing until it is started. */
export function createRelay(parts: RelayParts): Relay {
  const { database, bus, onError, metrics = noMetrics, everyMs = 2000, olderThanMs = 5000 } = parts
  const { claimMs = 30_000, takenWithinMs = 5000, forgetAfterMs = 600_000 } = parts
  const published = metrics.counter('palaver_relay_rows_total')
  const forgotten = metrics.counter('palaver_relay_forgotten_rows_total')
  let timer: NodeJS.Timeout | undefined
  let round: Promise<unknown> = Promise.resolve()
  let stopped = false

  const rebuild = async (rows: readonly ClaimedRow[]): Promise<EncodedEvent[]> => {
    const events: EncodedEvent[] = []
    for (const entry of rows.flatMap((row) => row.entries)) {
      const event = await rebuildEvent(database, entry)
      if (event) events.push(event)
    }
    return events
  }

  const removePublished = async (rows: readonly ClaimedRow[]): Promise<void> => {
    await database.query(remove, [rows.map((row) => row.id), rows.map((row) => row.version)], 'relay.delete')
    published.add(rows.length)
  }

  const forgetOld = async (): Promise<void> => forgotten.add((await database.query(forget, [forgetAfterMs], 'relay.forget')).length)

  const runOnce = async (): Promise<number> => {
    // Rebuilding what nobody takes would only load the database of a deployment that has lost its bus.
    if (bus.fault() !== undefined) {
      await forgetOld()
      return 0
    }
    const claimed = await database.query<ClaimedRow>(claim, [olderThanMs, claimMs, forgetAfterMs], 'relay.claim')
    const rows = claimed.filter(({ isForgotten }) => !isForgotten)
    // The oldest are claimed first, so nothing is too old when none of these is.
    if (rows.length < claimed.length) await forgetOld()
    if (rows.length === 0) return claimed.length === 0 ? 0 : runOnce()
    rows.sort((a, b) => (a.version < b.version ? -1 : 1))
    const events = await rebuild(rows)
    const taken = new Promise<true>((resolve) => bus.publish({ kind: 'events', events }, () => resolve(true)))
    // Published twice does no harm, since whoever knows a revision drops it; deleted too early does.
    if (await Promise.race([taken, sleep(takenWithinMs, false, { ref: false })])) {
      await removePublished(rows)
      return rows.length
    }
    taken.then(() => removePublished(rows)).catch(onError)
    return 0
  }

  const loop = async (): Promise<void> => {
    try {
      while (!stopped && (await runOnce()) === rowsPerRound);
    } catch (error) {
      onError(error)
    }
    if (!stopped) schedule()
  }
  const schedule = (): void => {
    timer = setTimeout(() => { round = loop() }, everyMs).unref()
  }

  return {
    start: schedule,
    runOnce,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await round
    },
  }
}
