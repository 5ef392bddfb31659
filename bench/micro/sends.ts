// What does a message cost the database by what is in it? Runs the writer's batches of each kind in turns, on a stock PostgreSQL of its own
// and on PGlite, and shows each beside plain text: node --conditions=source bench/micro/sends.ts  (two minutes)
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../packages/server/src/adapters/open-database.ts'
import { createUuidV7 } from '../../packages/server/src/adapters/uuid-v7.ts'
import { sendMessages } from '../../packages/server/src/features/messages/changes.ts'
import type { SendChange } from '../../packages/server/src/features/messages/send-change.ts'
import type { Database } from '../../packages/server/src/platform/database.ts'
import { seedConversation, seedPeople } from '../../packages/server/test/support/community.ts'
import { startPostgres } from '../../packages/server/test/support/postgres-server.ts'

interface Place {
  readonly conversationId: string
  readonly people: readonly string[]
  /** A message that is there. */
  readonly firstId: string
}
type Extra = Partial<SendChange>

const newId = createUuidV7(Date.now)
const sizes = [1, 20, 200]
const rounds = Number(process.env['ROUNDS'] ?? 60)
const warmUp = 6
const text = 'a message of about a hundred characters, as people write them in groups, so that it is a us'

/** What is measured, beside a text and nothing else. */
const kinds: Readonly<Record<string, (place: Place) => Extra>> = {
  plain: () => ({}),
  'in reply': ({ firstId }) => ({ replyToId: firstId }),
  'naming one': ({ people }) => ({ parts: { mentions: { userIds: people.slice(0, 1) } } }),
  'naming ten': ({ people }) => ({ parts: { mentions: { userIds: people.slice(0, 10) } } }),
  disappearing: () => ({ disappearAfterMs: 3_600_000 }),
  'with custom data': () => ({ custom: { order: 'A-1024', total: 12.5 } }),
}

const changeOf = ({ conversationId, people }: Place, n: number, extra: Extra): SendChange => ({
  conversationId,
  senderId: people[n % people.length] ?? '',
  appRole: 'user',
  clientId: newId(),
  hash: randomBytes(32).toString('hex'),
  id: newId(),
  content: { kind: 'text', text },
  ...extra,
})

async function write(database: Database, changes: readonly SendChange[], reuse: number | null): Promise<number | null> {
  const { outcomes, outboxId } = await sendMessages.writeAlone(database, changes, { reuse })
  const refused = outcomes.find((outcome) => !outcome.ok)
  if (refused) throw new Error('unable to measure; a message was refused', { cause: refused })
  return outboxId
}

/** Microseconds of a message by kind: the median of the rounds. */
async function measure(database: Database, size: number): Promise<ReadonlyMap<string, number>> {
  const people = await seedPeople(database, 100)
  const conversationId = await seedConversation(database, { userIds: people })
  const first = changeOf({ conversationId, people, firstId: '' }, 0, {})
  let reuse = await write(database, [first], null)
  const place: Place = { conversationId, people, firstId: first.id }
  const times = new Map(Object.keys(kinds).map((kind) => [kind, [] as number[]]))
  for (let round = 0; round < rounds + warmUp; round++) {
    const names = Object.keys(kinds)
    for (const kind of names.map((_, at) => names[(at + round) % names.length] ?? '')) {
      const changes = Array.from({ length: size }, (_, n) => changeOf(place, n, kinds[kind]?.(place) ?? {}))
      const began = performance.now()
      reuse = await write(database, changes, reuse)
      if (round >= warmUp) times.get(kind)?.push(((performance.now() - began) * 1000) / size)
    }
  }
  return new Map([...times].map(([kind, list]) => [kind, list.sort((a, b) => a - b)[list.length >> 1] ?? NaN]))
}

const server = await startPostgres({ settings: 'stock' })
const folder = mkdtempSync(join(tmpdir(), 'palaver-bench-'))
const databases = {
  PostgreSQL: await openDatabase({ databaseUrl: await server.createDatabase(), poolSize: 1 }),
  PGlite: await openDatabase({ dataDir: join(folder, randomUUID()) }),
}
try {
  console.log('| database | batch | plain, µs a message | × of it: ' + Object.keys(kinds).slice(1).join(' | × ') + ' |\n' + '|---'.repeat(Object.keys(kinds).length + 2) + '|')
  for (const [name, database] of Object.entries(databases)) {
    await database.migrate()
    for (const size of sizes) {
      const found = await measure(database, size)
      const plain = found.get('plain') ?? NaN
      console.log(`| ${[name, size, plain.toFixed(0), ...[...found.values()].slice(1).map((us) => (us / plain).toFixed(2))].join(' | ')} |`)
    }
  }
} finally {
  for (const database of Object.values(databases)) await database.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
