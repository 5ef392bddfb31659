// What readers that never read cost those that do: in turns with rounds in which as many others ask for as much and read it, on one server.
// node --conditions=source bench/src/slow-reader.ts [--people 2000] [--stuck 20] [--rounds 6] [--rate 20]
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { SocketClient } from '../../packages/server/test/support/socket-client.ts'
import { Generator } from './generator/generator.ts'
import type { ClientPlan } from './generator/plan.ts'
import { inParallel } from './in-parallel.ts'
import { startInOwnFolder } from './in-own-folder.ts'
import { median } from './median.ts'
import { palaverPostgres, startPalaver } from './systems/palaver.ts'
import { withDatabase } from './systems/with-database.ts'
import type { StartOptions } from './systems/system.ts'
import { type Workload, workloadOf } from './workload.ts'

const { values } = parseArgs({
  options: { people: { type: 'string', default: '2000' }, stuck: { type: 'string', default: '20' }, rounds: { type: 'string', default: '6' }, rate: { type: 'string', default: '20' } },
})
const [people, stuckCount, rounds, rate] = [values.people, values.stuck, values.rounds, values.rate].map(Number) as [number, number, number, number]
const workload: Workload = { ...workloadOf('A', 'full'), people, members: 100 }
/** Long messages in each conversation, for those who never read to ask for. */
const seeds = 60
const metricsToken = 'slow-reader-0123456789abcdef0123456789abcdef'
const step = { rate, seconds: 6, uncountedSeconds: 1, drainMs: 5000 }

interface Round {
  readonly stuck: boolean
  readonly p50: number
  readonly p99: number
  /** What waited for readers after it, in MiB, and what the server held. */
  readonly bufferedMiB: number
  readonly serverMiB: number
  readonly complete: boolean
}

/** Over all sockets; those who never read are the only ones for whom something waits. */
const bufferedMegabytes = async (port: number): Promise<number> => {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })).text()
  return Math.round(Number(/^palaver_socket_buffered_bytes (\d+)/m.exec(text)?.[1]) / 2 ** 20)
}
const megabytesOf = (pid: number): number => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)

/** Follows live. */
async function openReader(port: number, { token = '', follows }: ClientPlan): Promise<SocketClient> {
  const client = await SocketClient.open(`ws://127.0.0.1:${port}/v1/socket`, { perMessageDeflate: false })
  const { lineage } = await client.frame('hello')
  await client.authenticate(token)
  client.send({ t: 'resume', lineage, userRevision: 0, conversations: follows.map(([id, revision, marks]) => [id, revision, marks]) })
  await client.frame('live', () => true, 20_000)
  return client
}

/** Opens readers who ask for much, a little at a time. Those who never read ask until more waits for them than the soft limit of 1 MiB allows. */
async function openReaders(port: number, plans: readonly ClientPlan[], stuck: boolean): Promise<readonly SocketClient[]> {
  const readers = await inParallel(plans.length, (n) => openReader(port, plans[n] as ClientPlan))
  if (stuck) for (const { ws } of readers) ws.pause()
  // About 270 kB each; the kernel takes some MiB.
  for (let asked = 0; asked < 40 && (await bufferedMegabytes(port)) < plans.length * 1.5; asked += 1) {
    for (const [n, reader] of readers.entries()) reader.send({ t: 'cmd', id: asked, name: 'message.list', input: { conversationId: plans[n]?.follows[0]?.[0] ?? '', limit: seeds } })
    await sleep(100)
    if (!stuck && asked === 20) break
  }
  return readers
}

const system = { ...palaverPostgres, start: (options: StartOptions) => withDatabase(({ url }) => startPalaver(options, { DATABASE_URL: url, PALAVER_METRICS_TOKEN: metricsToken })) }
const running = await startInOwnFolder(system, workload, [])
const [port = 0] = running.ports
const [serverPid = 0] = running.serverPids
try {
  await inParallel(running.conversationIds.length * seeds, async (n) => {
    const [id, author] = [running.conversationIds[n % running.conversationIds.length] ?? '', running.clients[n % running.conversationIds.length]]
    const response = await fetch(`http://127.0.0.1:${port}/v1/conversations/${id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${author?.token ?? ''}`, 'content-type': 'application/json' },
      body: JSON.stringify({ clientId: randomUUID(), content: { kind: 'text', text: 'long '.repeat(900) } }),
    })
    if (!response.ok) throw new Error(`unable to write what is asked for; ${response.status} ${await response.text()}`)
  })
  const clients = running.clients.map((client) => ({ ...client, follows: client.follows.map(([id, revision, marks]) => [id, revision + seeds, marks] as const) }))
  const generator = await Generator.open({ dialect: running.dialect, ports: running.ports, conversationIds: running.conversationIds, clients, workload })
  const done: Round[] = []
  try {
    await generator.run(step)
    for (let number = 0; number < rounds * 2; number += 1) {
      const stuck = number % 2 === 1
      // Others each time: what they ask for is limited by the minute.
      const readers = await openReaders(port, clients.slice(number * stuckCount, (number + 1) * stuckCount), stuck)
      await sleep(4000)
      const outcome = await generator.run(step)
      done.push({ stuck, p50: outcome.delivery.p50, p99: outcome.delivery.p99, bufferedMiB: await bufferedMegabytes(port), serverMiB: megabytesOf(serverPid), complete: outcome.delivered === outcome.expected && outcome.disconnected === 0 })
      console.log(JSON.stringify({ ...done.at(-1), generatorCpu: outcome.generatorCpu }))
      for (const reader of readers) reader.ws.terminate()
      await sleep(500)
    }
  } finally {
    await generator.close()
  }
  const of = (stuck: boolean, what: 'p50' | 'p99'): number[] => done.filter((round) => round.stuck === stuck).map((round) => round[what])
  const ratios = of(true, 'p99').map((with_, n) => with_ / (of(false, 'p99')[n] ?? Number.NaN))
  console.log(JSON.stringify({
    people, stuckCount, rate,
    p99Without: median(of(false, 'p99')), p99With: median(of(true, 'p99')), p99Ratio: Number(median(ratios).toFixed(2)), ratios: ratios.map((ratio) => Number(ratio.toFixed(2))),
    allDelivered: done.every(({ complete }) => complete),
  }, undefined, 2))
} finally {
  await running.finish()
}
