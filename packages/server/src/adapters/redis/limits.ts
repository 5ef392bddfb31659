import type { Caller } from '../../platform/caller.ts'
import type { CountedLimit, Limit, Limiter, Limits, LimitState } from '../../platform/limits.ts'
import type { Log } from '../../platform/log.ts'
import type { Metrics } from '../../platform/metrics.ts'
import type { Runtime } from '../../platform/runtime.ts'
import { limitKeyOf, subjectOf } from '../limits/counted.ts'
import { createInProcessLimiter } from '../limits/in-process-limiter.ts'
import { Lease, leaseMs } from './limits-lease.ts'
import { takeScript } from './limits-script.ts'
import type { RedisConnections } from './open-redis.ts'
import { Patience } from './patience.ts'

/** What {@link createRedisLimiter} needs. */
export interface RedisLimiterOptions {
  readonly limits: Limits
  readonly redis: Pick<RedisConnections, 'commands' | 'prefix'>
  readonly runtime: Pick<Runtime, 'now'>
  readonly log: Pick<Log, 'warn' | 'info'>
  readonly metrics?: Metrics
  /** How long a command waits for Redis before it is counted here; 50 unless given. */
  readonly waitMs?: number
  /** Whether nodes may lease tokens; true unless given. */
  readonly leases?: boolean
  /** A clock for Redis and this node alike, in milliseconds; unless given, each has its own. */
  readonly clock?: () => number
}

/** A limiter that counts over all nodes. Close it before Redis: it gives back what it leased. */
export interface RedisLimiter extends Limiter {
  close(): Promise<void>
}

interface Waiting {
  readonly name: CountedLimit
  readonly caller: Caller
  readonly resolve: (state: LimitState) => void
}

interface Held {
  readonly key: string
  readonly limit: Limit
  readonly lease: Lease
  waiting: Waiting[]
  isAsking: boolean
}

const sweepEveryMs = leaseMs / 2

/**
 * Token buckets that all nodes share, one for each limit and subject. A node leases tokens of a bucket that is in steady use and then
 * answers at once; `remaining` may leave out what other nodes hold at the moment, a quarter of the burst each at most, for a second.
 * While Redis does not answer, each process counts alone from full buckets: nobody is refused for it, nobody is unlimited.
 */
export function createRedisLimiter({ limits, redis, runtime, clock, leases = true, ...options }: RedisLimiterOptions): RedisLimiter {
  const patience = new Patience({ redis: redis.commands, part: 'limits', ...options })
  const alone = createInProcessLimiter(limits, runtime)
  const holds = new Map<string, Held>()
  const time = clock ?? (() => performance.now())

  const holdOf = (name: CountedLimit, caller: Caller): Held => {
    const limitKey = limitKeyOf(name, caller)
    const id = `${limitKey}:${subjectOf(caller)}`
    let held = holds.get(id)
    if (!held) {
      const limit = limits[limitKey]
      holds.set(id, (held = { key: `${redis.prefix}limit:${id}`, limit, lease: new Lease(limit), waiting: [], isAsking: false }))
    }
    return held
  }

  const ask = async ({ key, limit, lease }: Held, want: number): Promise<number | undefined> => {
    const askedAt = time()
    const { extra, settled, back } = lease.renew(askedAt, want > 0)
    const args = [clock?.() ?? '', limit.perMinute, limit.burst, want, leases ? extra : 0, settled, back, leaseMs * 2]
    const answer = await patience.ask((commands) => takeScript.run(commands, { keys: [key], args }))
    if (!answer) return undefined
    const [taken, leased, level] = answer
    lease.granted({ leased, level, askedAt, now: time() })
    return taken
  }

  const look = async (held: Held, name: CountedLimit, caller: Caller): Promise<LimitState> => {
    if (!held.isAsking) await ask(held, 0)
    return held.lease.peek(time()) ?? alone.peek(name, caller)
  }

  const serve = async (held: Held): Promise<void> => {
    held.isAsking = true
    while (held.waiting.length > 0) {
      // What arrived with the same packet is asked for together.
      await Promise.resolve()
      const asking = held.waiting
      held.waiting = []
      const taken = await ask(held, asking.length)
      const now = time()
      for (const [i, { name, caller, resolve }] of asking.entries()) {
        if (taken === undefined) resolve(await alone.take(name, caller))
        else resolve(i < taken ? held.lease.taken(now, taken - 1 - i) : held.lease.refused(now))
      }
      const waiting = held.waiting
      held.waiting = waiting.filter(({ resolve }) => {
        const known = held.lease.spend(now)
        if (known) resolve(known)
        return !known
      })
    }
    held.isAsking = false
  }

  const settle = async (isDue: (held: Held) => boolean): Promise<void> => {
    await Promise.all([...holds.values()].map(async (held) => (!held.isAsking && isDue(held) ? ask(held, 0) : undefined)))
  }

  const sweep = (): void => {
    const now = time()
    for (const [id, held] of holds) if (!held.isAsking && held.lease.isIdle(now)) holds.delete(id)
    void settle(({ lease }) => lease.isDue(now))
  }
  const timer = setInterval(sweep, sweepEveryMs).unref()

  return {
    take(name, caller) {
      const held = holdOf(name, caller)
      const known = held.isAsking ? undefined : held.lease.spend(time())
      if (known) return known
      if (!held.isAsking && patience.isAway()) return alone.take(name, caller)
      return new Promise((resolve) => {
        held.waiting.push({ name, caller, resolve })
        if (!held.isAsking) void serve(held)
      })
    },
    peek(name, caller) {
      const held = holdOf(name, caller)
      return held.lease.peek(time()) ?? look(held, name, caller)
    },
    async close() {
      clearInterval(timer)
      await settle(({ lease }) => lease.isDue(Number.POSITIVE_INFINITY))
    },
  }
}
