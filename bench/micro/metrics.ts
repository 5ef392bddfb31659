// What do metrics cost? Runs commands from the registry down on two servers in this process, one of which counts for Prometheus, in turns,
// and compares their processor time round by round. A minute: node --conditions=source bench/micro/metrics.ts
import { randomUUID } from 'node:crypto'
import { createApp } from '../../packages/server/src/app.ts'
import { defaultLimits, type Limits } from '../../packages/server/src/platform/limits.ts'

const rounds = Number(process.env['ROUNDS'] ?? 40)
const noLimits = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, { perMinute: 1e9, burst: 1e9 }])) as unknown as Limits

/** What one server does in a round; the answer is µs of processor time a command. */
type Round = () => Promise<number>

const timed = async (count: number, atOnce: number, once: () => Promise<unknown>): Promise<number> => {
  // Processor time, the database's thread included: other work on the machine counts little.
  const began = process.cpuUsage()
  for (let done = 0; done < count; done += atOnce) await Promise.all(Array.from({ length: atOnce }, once))
  const { user, system } = process.cpuUsage(began)
  return (user + system) / count
}

const open = async (options: { readonly metricsToken?: string }): Promise<{ rounds: Readonly<Record<string, Round>>; close: () => Promise<void> }> => {
  const { app, palaver } = await createApp({ dataDir: 'memory://', logLevel: 'silent', limits: noLimits, ...options })
  const { id } = await palaver.admin.createUser({ handle: 'ada', name: 'Ada' })
  const caller = await palaver.admin.actAs(id)
  const run = (name: string, input: object) => palaver.commands.run(name, input, caller, 'socket')
  const { json } = await run('conversation.create', { clientId: randomUUID(), type: 'group', name: 'Group' })
  const { conversation } = JSON.parse(json) as { conversation: { id: string } }
  const content = { kind: 'text', text: 'a message of about a hundred characters, as people write them in groups, so that it is a usual one' }
  return {
    rounds: {
      // Refused by the schema: nothing but the registry, its limit and its meter.
      'a command without its work': () => timed(20_000, 50, () => run('message.send', {}).catch(() => {})),
      'message.send, 100 at once': () => timed(1000, 100, () => run('message.send', { conversationId: conversation.id, clientId: randomUUID(), content })),
    },
    close: () => app.close(),
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const [plain, counting] = [await open({}), await open({ metricsToken: 'a-token-for-metrics-of-32-characters' })]
console.log('| what | without, CPU µs | with, CPU µs | ratio (quartiles) |\n|---|---|---|---|')
for (const [what, without] of Object.entries(plain.rounds)) {
  const within = counting.rounds[what] ?? without
  const pairs: { readonly without: number; readonly within: number }[] = []
  for (let round = -3; round < rounds; round++) {
    // Each goes first every other time.
    const first = round % 2 === 0 ? without : within
    const second = first === without ? within : without
    const [a, b] = [await first(), await second()]
    if (round >= 0) pairs.push(first === without ? { without: a, within: b } : { without: b, within: a })
  }
  const ratios = pairs.map((pair) => pair.within / pair.without).sort((a, b) => a - b)
  const at = (share: number): string => (ratios[Math.floor(ratios.length * share)] ?? Number.NaN).toFixed(3)
  console.log(`| ${what} | ${median(pairs.map((pair) => pair.without)).toFixed(2)} | ${median(pairs.map((pair) => pair.within)).toFixed(2)} | ${at(0.5)} (${at(0.25)}–${at(0.75)}) |`)
}
await plain.close()
await counting.close()
