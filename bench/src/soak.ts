// A long run at a steady rate: does the memory of the nodes stay flat?
// node --conditions=source bench/src/soak.ts [--minutes 60] [--people 200] [--rate 40] [--nodes 2] [--out folder]
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Cluster, startCluster } from './cluster/cluster.ts'
import { makeCommunity } from './cluster/community.ts'
import { inParallel } from './in-parallel.ts'
import { type Sample, slopePerHour, toSvg } from './soak-plot.ts'

const sampleMs = 10_000
const reconnectMs = 2_000

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    people: { type: 'string', default: '200' },
    rate: { type: 'string', default: '40' },
    nodes: { type: 'string', default: '2' },
    out: { type: 'string', default: 'bench/out' },
  },
})
const [minutes, count, rate, size] = [values.minutes, values.people, values.rate, values.nodes].map(Number) as [number, number, number, number]

async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

/** People write, go and come back until the time is over; gives what the nodes held meanwhile. */
async function soak(cluster: Cluster): Promise<{ samples: Sample[]; sent: number; reconnects: number }> {
  const people = await makeCommunity(cluster.url, cluster.appKey, { people: count, size: 20, each: 2 })
  const clients = await inParallel(people.length, async (n) => people[n]!.connect())
  const end = Date.now() + minutes * 60_000
  const began = Date.now()
  const samples: Sample[] = []
  let sent = 0
  let reconnects = 0
  const sending = setInterval(() => {
    const n = sent++ % clients.length
    const id = people[n]!.conversationIds[sent % 2]
    if (id !== undefined) void clients[n]!.conversation(id).messages.send({ text: `message ${sent} of the soak, as long as people write in a group chat on average` })
  }, 1000 / rate)
  const reconnecting = setInterval(() => {
    const client = clients[reconnects++ % clients.length]!
    client.disconnect()
    client.connect()
  }, reconnectMs)
  // A client keeps what it has seen; a new one in its place shows the server's memory alone in the long run.
  while (Date.now() < end) {
    samples.push({ minute: (Date.now() - began) / 60_000, residentMiB: await Promise.all(cluster.nodes.map(({ pid }) => residentMiB(pid))) })
    await sleep(sampleMs)
  }
  clearInterval(sending)
  clearInterval(reconnecting)
  await Promise.all(clients.map((client) => client.close()))
  return { samples, sent, reconnects }
}

const cluster = await startCluster(size)
try {
  const { samples, sent, reconnects } = await soak(cluster)
  const slopes = cluster.nodes.map((_, node) => slopePerHour(samples, node))
  const result = { minutes, people: count, rate, nodes: size, sent, reconnects, slopesMiBPerHour: slopes, samples }
  await mkdir(values.out, { recursive: true })
  await writeFile(join(values.out, 'soak.json'), `${JSON.stringify(result)}\n`)
  await writeFile(join(values.out, 'soak.svg'), toSvg(samples, `${rate} messages a second to 20 members each, ${count} people`))
  console.log(JSON.stringify({ ...result, samples: undefined, first: samples[0], last: samples.at(-1) }))
} finally {
  await cluster.stop()
}
process.exit()
