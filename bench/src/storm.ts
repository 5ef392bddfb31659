// WL-G: every socket is dropped at once; how the clients of the SDK come back.
// node --conditions=source bench/src/storm.ts [--people 5000] [--nodes 2] [--out bench/results]
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { ChatClient } from '@palaver/client'
import { createAdminClient } from '@palaver/server/admin'
import { type Cluster, startCluster } from './cluster/cluster.ts'
import { type Person, makeCommunity } from './cluster/community.ts'
import { watchDatabase } from './cluster/database-load.ts'
import type { Storm } from './cluster/storm-result.ts'
import { cpuOfTree } from './cpu.ts'
import { inParallel } from './in-parallel.ts'
import { beginRun, writeResult } from './results.ts'

const size = 20
const each = 2
const patienceMs = 120_000

const { values } = parseArgs({ options: { people: { type: 'string', default: '5000' }, nodes: { type: 'string', default: '2' }, out: { type: 'string', default: fileURLToPath(new URL('../results', import.meta.url)) } } })

/** Counts what a client goes through from now on. */
function observe(client: ChatClient, began: number) {
  const seen = { opens: [] as number[], syncedAt: undefined as number | undefined }
  let wasOpen = client.status.getSnapshot().socket === 'open'
  client.status.subscribe(() => {
    const { socket, synced } = client.status.getSnapshot()
    if (socket === 'open' && !wasOpen) seen.opens.push(performance.now() - began)
    wasOpen = socket === 'open'
    seen.syncedAt = synced ? (seen.syncedAt ?? performance.now() - began) : undefined
  })
  return seen
}

async function allSynced(clients: readonly ChatClient[]): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(50)) {
    if (clients.every((client) => client.status.getSnapshot().synced)) return
  }
  const late = clients.filter((client) => !client.status.getSnapshot().synced).length
  throw new Error(`unable to go on; ${late} of ${clients.length} clients were not synced in ${patienceMs / 1000} s`)
}

async function connectAll(people: readonly Person[]): Promise<ChatClient[]> {
  const clients: ChatClient[] = []
  for (const [n, person] of people.entries()) {
    clients.push(person.connect())
    if (n % 20 === 19) await sleep(20)
  }
  await allSynced(clients)
  return clients
}

const lastText = (client: ChatClient, conversationId: string): string | undefined => {
  const content = client.conversation(conversationId).messages.getSnapshot().items.at(-1)?.content
  return content?.kind === 'text' ? content.text : undefined
}

async function measure(cluster: Cluster, count: number): Promise<Storm> {
  const run = beginRun(count < 5000 ? 'quick' : 'full')
  const people = await makeCommunity(cluster.url, cluster.appKey, { people: count, size, each })
  console.log(`${count} people, each in ${each} groups of ${size}; connecting`)
  const clients = await connectAll(people)
  const senders = people.slice(0, 200)
  const cpuBefore = cluster.nodes.map(({ pid }) => cpuOfTree(pid))
  const stopWatching = await watchDatabase(cluster.databaseUrl)

  console.log('dropping all sockets')
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const began = performance.now()
  const seen = clients.map((client) => observe(client, began))
  // Past the proxy, so that everybody has missed something: most of it before they are back.
  const admin = createAdminClient({ url: `http://127.0.0.1:${cluster.nodes[0]?.port}`, appKey: cluster.appKey })
  const sent = inParallel(senders.length, (n) => admin.as(senders[n]?.externalId ?? '').send(senders[n]?.conversationIds[0] ?? '', 'missed'))
  await Promise.all([cluster.dropAll(), sent])
  while (seen.some(({ opens }) => opens.length === 0)) {
    if (performance.now() - began > patienceMs) throw new Error('unable to measure the storm; some clients never came back')
    await sleep(50)
  }
  await allSynced(clients)
  const touched = new Set(senders.map(({ conversationIds }) => conversationIds[0]))
  const awaited = people.flatMap(({ conversationIds }, n) => conversationIds.filter((id) => touched.has(id)).map((id) => ({ client: clients[n]!, id })))
  while (awaited.some(({ client, id }) => lastText(client, id) !== 'missed')) {
    if (performance.now() - began > patienceMs) throw new Error('unable to measure the storm; some clients never got what they had missed')
    await sleep(20)
  }
  const allCompleteMs = Math.round(performance.now() - began)
  const database = await stopWatching()
  const proxyErrors = cluster.proxyErrors().split('\n').filter(Boolean)
  if (proxyErrors.length > 0) console.log(`nginx told of ${proxyErrors.length} errors, the first: ${proxyErrors[0]}`)
  const synced = seen.map(({ syncedAt = Number.NaN }) => syncedAt).sort((a, b) => a - b)
  const opens = seen.flatMap((one) => one.opens)
  await Promise.all(clients.map((client) => client.close()))
  return {
    ...run,
    people: count,
    nodes: cluster.nodes.length,
    allSyncedMs: Math.round(synced.at(-1) ?? Number.NaN),
    halfSyncedMs: Math.round(synced[synced.length >> 1] ?? Number.NaN),
    opensPerSecond: Array.from({ length: Math.ceil(Math.max(...opens) / 1000) }, (_, second) => opens.filter((at) => Math.floor(at / 1000) === second).length),
    openedTwice: seen.filter((one) => one.opens.length > 1).length,
    allCompleteMs,
    database,
    proxyErrors: proxyErrors.length,
    nodesCpuMs: cluster.nodes.reduce((sum, { pid }, at) => sum + cpuOfTree(pid) - (cpuBefore[at] ?? 0), 0),
    generatorStallMs: Math.round(delay.max / 1e6),
  }
}

const cluster = await startCluster(Number(values.nodes))
try {
  const storm = await measure(cluster, Number(values.people))
  console.log(JSON.stringify(storm, undefined, 2))
  await writeResult(values.out, 'storm.json', `${JSON.stringify(storm, undefined, 2)}\n`)
} finally {
  await cluster.stop()
}
process.exit()
