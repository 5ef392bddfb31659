import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { seedPeople } from '../../../packages/server/test/support/community.ts'
import type { PostgresServer } from '../../../packages/server/test/support/postgres-server.ts'
import { cpuOfTree } from '../cpu.ts'
import { Generator } from '../generator/generator.ts'
import { median } from '../median.ts'
import { startPalaver } from '../systems/palaver.ts'
import { workloadOf } from '../workload.ts'
import { StatementMeter } from './statement-cost.ts'

/** What sending costs in a conversation with so many members, of whom always the same number is online. */
export interface MemberPoint {
  readonly members: number
  readonly online: number
  /** From the write of the send to the read of the delivery, at 50 messages a second. */
  readonly p50: number
  readonly p99: number
  /** CPU milliseconds of the server for 1,000 messages. */
  readonly serverCpuMs: number
  readonly pages: number
  readonly walBytes: number
}

const online = 10
const rate = 50
const workload = { ...workloadOf('A', 'full'), people: online, members: online }

/** Starts a server whose conversation has `members`, of whom ten have connected and look at it. */
async function open(postgres: PostgresServer, members: number) {
  const folder = await mkdtemp(join(tmpdir(), 'palaver-bench-'))
  const databaseUrl = await postgres.createDatabase()
  const running = await startPalaver({ workload, folder, nodeArgs: [] }, { DATABASE_URL: databaseUrl })
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const sql = { query: async <Row extends object>(text: string, params: readonly unknown[] = []): Promise<Row[]> => (await client.query<Row & pg.QueryResultRow>(text, [...params])).rows }
  const [conversationId = ''] = running.conversationIds
  for (let left = members - online; left > 0; left -= 10_000) {
    const people = await seedPeople(sql, Math.min(left, 10_000))
    await sql.query(
      `INSERT INTO members (conversation_id, user_id, role, revision, user_revision) SELECT $1, id, 'member', 1, 1 FROM unnest($2::uuid[]) AS p(id)`,
      [conversationId, people],
    )
  }
  await sql.query('UPDATE conversations SET member_count = $2 WHERE id = $1', [conversationId, members])
  await sql.query('VACUUM ANALYZE')
  await client.end()
  const clients = running.clients.map((one) => ({ ...one, onScreen: true }))
  const { dialect, ports, conversationIds } = running
  const generator = await Generator.open({ dialect, ports, conversationIds, clients, workload })
  return {
    members,
    generator,
    running,
    meter: await StatementMeter.open(databaseUrl),
    close: async () => {
      await generator.close()
      await running.finish()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Sends in all of them, in turns. */
export async function measureMembers(postgres: PostgresServer, sizes: readonly number[], rounds: number): Promise<MemberPoint[]> {
  const opened: Awaited<ReturnType<typeof open>>[] = []
  try {
    for (const size of sizes) opened.push(await open(postgres, size))
    const steps = opened.map((): { p50: number; p99: number; cpu: number; pages: number; wal: number }[] => [])
    for (let round = -1; round < rounds; round++) {
      for (const [at, { generator, running, meter, members }] of opened.entries()) {
        const [pid = 0] = running.serverPids
        const before = cpuOfTree(pid)
        let outcome: Awaited<ReturnType<Generator['run']>> | undefined
        const cost = await meter.during(1, async () => {
          outcome = await generator.run({ rate, seconds: 2, uncountedSeconds: 0.2, drainMs: 5000 })
        })
        if (!outcome || outcome.delivered !== outcome.expected) {
          throw new Error(`unable to measure ${members} members; ${outcome?.delivered} of ${outcome?.expected} deliveries came: ${outcome?.notes.join('; ')}`)
        }
        const { delivery: { p50, p99 }, sent } = outcome
        if (round >= 0) steps[at]?.push({ p50, p99, cpu: ((cpuOfTree(pid) - before) * 1000) / sent, pages: cost.pages / sent, wal: cost.walBytes / sent })
      }
    }
    return opened.map(({ members }, at) => {
      const of = (pick: (one: (typeof steps)[number][number]) => number): number => median((steps[at] ?? []).map(pick))
      return { members, online, p50: of((one) => one.p50), p99: of((one) => one.p99), serverCpuMs: of((one) => one.cpu), pages: of((one) => one.pages), walBytes: of((one) => one.wal) }
    })
  } finally {
    for (const { meter, close } of opened) {
      await meter.close()
      await close()
    }
  }
}
