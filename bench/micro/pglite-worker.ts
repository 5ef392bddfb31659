// Should PGlite run in the main thread or in a worker? Runs the writer's kind of transaction on disk and measures rows a second and
// how long the main thread could do nothing else. About a minute: node --conditions=source bench/micro/pglite-worker.ts
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { PGlite } from '@electric-sql/pglite'
import { PgliteThread } from '../../packages/server/src/adapters/pglite/pglite-thread.ts'
import { syncedFolder } from '../../packages/server/src/adapters/pglite/synced-folder.ts'

interface Sql {
  query(text: string, params?: unknown[]): Promise<unknown>
}
interface Subject {
  exec(text: string): Promise<unknown>
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const batches = [1, 10, 100, 500]
const secondsEach = Number(process.env['SECONDS'] ?? 2.5)

const subjects: Record<string, (folder: string) => Promise<Subject>> = {
  'main thread, no fsync': (folder) => PGlite.create(folder),
  'main thread, relaxedDurability': (folder) => PGlite.create(folder, { relaxedDurability: true }),
  'main thread, fsync': (folder) => PGlite.create(syncedFolder(folder)),
  'worker thread, fsync': async (folder) => {
    const thread = new PgliteThread({ dataDir: folder })
    await thread.waitReady
    return thread
  },
}

const schema = `
  CREATE TABLE conversations (id uuid PRIMARY KEY, head bigint NOT NULL);
  CREATE TABLE messages (conversation_id uuid NOT NULL, position bigint NOT NULL, id uuid NOT NULL UNIQUE, sender_id uuid NOT NULL,
    client_id uuid NOT NULL, content jsonb NOT NULL, PRIMARY KEY (conversation_id, position), UNIQUE (conversation_id, sender_id, client_id));
  CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, entries jsonb NOT NULL);`

async function batch(subject: Subject, conversation: string, sender: string, rows: number): Promise<void> {
  const ids = Array.from({ length: rows }, () => randomUUID())
  const content = ids.map((id) => JSON.stringify({ kind: 'text', text: `a message of about a hundred characters, as people write them in groups ${id}` }))
  await subject.transaction(async (tx) => {
    await tx.query('SELECT head FROM conversations WHERE id = $1 FOR UPDATE', [conversation])
    await tx.query(
      `INSERT INTO messages SELECT $1, c.head + n, i, $2, i, j FROM conversations c, unnest($3::uuid[], $4::jsonb[]) WITH ORDINALITY AS t (i, j, n) WHERE c.id = $1`,
      [conversation, sender, ids, content],
    )
    await tx.query('UPDATE conversations SET head = head + $2 WHERE id = $1', [conversation, rows])
    await tx.query('WITH gone AS (DELETE FROM outbox) INSERT INTO outbox (entries) VALUES ($1::jsonb)', [JSON.stringify([['c', conversation, 1, 2]])])
  })
}

console.log('| where | batch | rows/s | transactions/s | main thread busy | stall p99 ms | stall max ms |\n|---|---|---|---|---|---|---|')
for (const [name, open] of Object.entries(subjects)) {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-bench-'))
  const subject = await open(folder)
  await subject.exec(schema)
  const [conversation, sender] = [randomUUID(), randomUUID()]
  await subject.exec(`INSERT INTO conversations VALUES ('${conversation}', 0)`)
  for (let n = 0; n < 50; n++) await batch(subject, conversation, sender, 10)
  for (const rows of batches) {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    const before = performance.eventLoopUtilization()
    const began = performance.now()
    let transactions = 0
    delay.enable()
    while (performance.now() - began < secondsEach * 1000) {
      await batch(subject, conversation, sender, rows)
      transactions++
      // The writer yields to the sockets between batches.
      await new Promise((resolve) => { setImmediate(resolve) })
    }
    delay.disable()
    const seconds = (performance.now() - began) / 1000
    const busy = performance.eventLoopUtilization(before).utilization
    const ms = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1)
    console.log(`| ${name} | ${rows} | ${Math.round((transactions * rows) / seconds)} | ${Math.round(transactions / seconds)} | ${Math.round(busy * 100)}% | ${ms(delay.percentile(99))} | ${ms(delay.max)} |`)
  }
  await subject.close()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
