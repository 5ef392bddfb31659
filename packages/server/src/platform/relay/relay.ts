import type { Bus, EncodedEvent } from '../event.ts'
import { type Metrics, noMetrics } from '../metrics.ts'
import type { SqlDatabase } from '../sql.ts'
import type { OutboxEntry } from '../writer/outbox.ts'
import { rebuildEvent } from './rebuild.ts'

export interface RelayParts {
  readonly database: SqlDatabase
  readonly bus: Bus
  readonly onError: (error: unknown) => void
  readonly metrics?: Metrics
  /** How often it looks: 2,000 ms. */
  readonly everyMs?: number
  /** Younger rows belong to the writer that is about to publish them: 5,000 ms. */
  readonly olderThanMs?: number
}

/** Publishes what was committed and not published, because its node died in between. Any number of nodes may run one. */
export interface Relay {
  start(): void
  /** Publishes one round of what is old enough now; returns how many outbox rows that were. */
  runOnce(): Promise<number>
  /** Waits for the round that is under way. */
  stop(): Promise<void>
}

const rowsPerRound = 100

const take = `
  SELECT id, entries FROM outbox WHERE created_at < now() - $1::int * interval '1 millisecond'
  ORDER BY id LIMIT ${rowsPerRound} FOR UPDATE SKIP LOCKED`

/** Makes the relay; it does nothing until it is started. */
export function createRelay({ database, bus, onError, metrics = noMetrics, everyMs = 2000, olderThanMs = 5000 }: RelayParts): Relay {
  const published = metrics.counter('palaver_relay_rows_total')
  let timer: NodeJS.Timeout | undefined
  let round: Promise<unknown> = Promise.resolve()
  let stopped = false

  const runOnce = (): Promise<number> =>
    database.transaction(async (tx) => {
      const rows = await tx.query<{ id: number; entries: OutboxEntry[] }>(take, [olderThanMs], 'relay.take')
      if (rows.length === 0) return 0
      const events: EncodedEvent[] = []
      for (const entry of rows.flatMap((row) => row.entries)) {
        const event = await rebuildEvent(tx, entry)
        if (event) events.push(event)
      }
      // Before the rows go: published twice does no harm, since whoever knows a revision drops it.
      bus.publish({ kind: 'events', events })
      await tx.query('DELETE FROM outbox WHERE id = ANY ($1::bigint[])', [rows.map((row) => row.id)], 'relay.delete')
      published.add(rows.length)
      return rows.length
    })

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
