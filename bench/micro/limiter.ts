// What does a limit cost a command when nodes share it? Runs a command that does nothing through the registry, with the limiter of a
// process, with the one on Redis, and with Redis but without leases. A minute, on a Redis of its own (Debian's redis-server):
// node --conditions=source bench/micro/limiter.ts
import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { createInProcessLimiter } from '../../packages/server/src/adapters/limits/in-process-limiter.ts'
import { createRedisLimiter } from '../../packages/server/src/adapters/redis/limits.ts'
import { openRedis } from '../../packages/server/src/adapters/redis/open-redis.ts'
import type { UserCaller } from '../../packages/server/src/platform/caller.ts'
import { CommandRegistry } from '../../packages/server/src/platform/command-registry.ts'
import { defaultLimits, type Limiter, type Limits } from '../../packages/server/src/platform/limits.ts'
import { startRedis } from '../../packages/server/test/support/redis-server.ts'

const msEach = Number(process.env['SECONDS'] ?? 3) * 1000
const atOnce = 64
// The bursts of the defaults, which size the leases; refilled fast enough that nothing is refused.
const limits = Object.fromEntries(Object.entries(defaultLimits).map(([name, { burst }]) => [name, { perMinute: 1e9, burst }])) as unknown as Limits
const silent = { debug() {}, info() {}, warn: console.warn, error: console.error }
const runtime = { now: () => Date.now() }
const input = { conversationId: randomUUID(), clientId: randomUUID(), content: { kind: 'text', text: 'x' } }
const output = { id: randomUUID(), position: 1, revision: 1, createdAt: 1 }

const callerOf = (userId: string): UserCaller => ({ kind: 'user', userId, role: 'user', expiresAt: Number.MAX_SAFE_INTEGER, address: '127.0.0.1', requestId: '' })

/** Each of `atOnce` loops runs one command after the other, for one of so many users. */
async function measure(limiter: Limiter, users: number): Promise<{ perSecond: number; cpu: string; p50: number; p99: number }> {
  const registry = new CommandRegistry({ limiter, runtime, log: silent })
  registry.bindUser('message.send', async () => output)
  const callers = Array.from({ length: users }, () => callerOf(randomUUID()))
  const times: number[] = []
  const end = performance.now() + msEach
  // Processor time of this process: other work on the machine counts little.
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: atOnce }, async (_, loop) => {
    for (let turn = loop; performance.now() < end; turn += atOnce) {
      const began = performance.now()
      await registry.run('message.send', input, callers[turn % users] as UserCaller, 'socket')
      times.push(performance.now() - began)
      // As on a socket, each command comes with a turn of the event loop.
      if (turn % 16 === loop % 16) await new Promise((resolve) => setImmediate(resolve))
    }
  }))
  const { user, system } = process.cpuUsage(before)
  times.sort((one, other) => one - other)
  const at = (share: number): number => Math.round((times[Math.floor(times.length * share)] ?? 0) * 1000)
  return { perSecond: Math.round(times.length / (msEach / 1000)), cpu: ((user + system) / times.length).toFixed(1), p50: at(0.5), p99: at(0.99) }
}

const server = await startRedis()
const redis = await openRedis({ url: server.url, log: silent })
const open = (leases: boolean) => createRedisLimiter({ limits, redis: { ...redis, prefix: `${randomUUID()}:` }, runtime, log: silent, leases, waitMs: 5000 })
const limiters: Record<string, () => Limiter & { close?: () => Promise<void> }> = {
  'in the process': () => createInProcessLimiter(limits, runtime),
  'Redis, with leases': () => open(true),
  'Redis, a question for each command': () => open(false),
}
console.log('limiter | users | commands/s | µs of processor | p50 µs | p99 µs | commands of Redis for each')
for (const users of [64, 10_000]) {
  for (const [name, create] of Object.entries(limiters)) {
    const limiter = create()
    await measure(limiter, users)
    await redis.commands.config('RESETSTAT')
    const { perSecond, cpu, p50, p99 } = await measure(limiter, users)
    const asked = /cmdstat_evalsha:calls=(\d+)/.exec(await redis.commands.info('commandstats'))?.[1] ?? '0'
    console.log([name, users, perSecond, cpu, p50, p99, (Number(asked) / (perSecond * (msEach / 1000))).toFixed(3)].join(' | '))
    await limiter.close?.()
  }
}
await redis.close()
await server.stop()
