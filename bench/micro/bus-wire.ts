// What does an event on the bus cost the node that publishes it and each node that gets it? Lines with raw frames, as the bus writes them,
// against one JSON of all. Ten seconds: node --conditions=source bench/micro/bus-wire.ts
import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { readPublication, writePublications } from '../../packages/server/src/adapters/redis/bus-wire.ts'
import type { BusMessage, EncodedEvent } from '../../packages/server/src/platform/event.ts'

type Events = BusMessage & { kind: 'events' }

const secondsEach = 1
const sizes = { 'text of 100 characters': 100, 'text of 2,000 characters': 2000 }
const batchSize = 100
/** A conversation each, on one shard: the worst for a node that follows none of them. */
const batchOf = (length: number): Events => ({
  kind: 'events',
  events: Array.from({ length: batchSize }, (_, index): EncodedEvent => {
    const fields = { name: 'message.sent', scope: 'conversation' as const, id: randomUUID(), after: 1000 + index, revision: 1001 + index }
    const row = { id: randomUUID(), position: 900, revision: fields.revision, senderId: randomUUID(), clientId: randomUUID(), createdAt: 1_750_000_000_000, content: { kind: 'text', text: 'é"x '.repeat(length / 4) } }
    return { ...fields, frame: JSON.stringify({ t: 'evt', ...fields, payload: { messages: [row] } }) }
  }),
})

const microsecondsPerEvent = (work: () => unknown): number => {
  for (let warm = 0; warm < 200; warm += 1) work()
  let runs = 0
  const start = performance.now()
  for (; performance.now() - start < secondsEach * 1000; runs += 1) work()
  return ((performance.now() - start) * 1000) / (runs * batchSize)
}

let sink = 0
const read = (bytes: Buffer, takesFrames: boolean): void => {
  for (const message of readPublication(bytes)?.messages() ?? []) {
    if (message.kind !== 'events') continue
    for (const event of message.events) sink += takesFrames ? event.frame.length : event.revision
  }
}
const readJson = (bytes: Buffer): void => {
  const message = JSON.parse(bytes.toString('utf8')) as Events
  for (const event of message.events) sink += event.frame.length
}

const rows: Record<string, Record<string, string>> = {}
for (const [size, length] of Object.entries(sizes)) {
  const batch = batchOf(length)
  const lines = Buffer.from(writePublications(batch, randomUUID(), 1)[0]?.text ?? '')
  const json = Buffer.from(JSON.stringify(batch))
  const measured = {
    'lines, write': () => Buffer.from(writePublications(batch, 'n', 1)[0]?.text ?? ''),
    'one JSON, write': () => Buffer.from(JSON.stringify(batch)),
    'lines, read, nobody follows': () => read(lines, false),
    'lines, read, followed': () => read(lines, true),
    'one JSON, read': () => readJson(json),
    'own message comes back': () => { sink += readPublication(lines)?.nodeId.length ?? 0 },
  }
  for (const [what, work] of Object.entries(measured)) {
    rows[what] = { ...rows[what], [`${size}: µs an event`]: microsecondsPerEvent(work).toFixed(2) }
  }
  rows['bytes an event'] = { ...rows['bytes an event'], [`${size}: µs an event`]: `lines ${Math.round(lines.length / batchSize)}, JSON ${Math.round(json.length / batchSize)}` }
}
console.table(rows)
if (sink === 0) throw new Error('unable to measure; nothing was read')
