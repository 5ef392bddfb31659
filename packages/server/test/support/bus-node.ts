import { createRedisBus, type RedisBusOptions } from '../../src/adapters/redis/bus.ts'
import { openRedis, type OpenRedisOptions } from '../../src/adapters/redis/open-redis.ts'
import type { Bus } from '../../src/platform/event.ts'

/** One node on a Redis, with connections of its own. */
export interface BusNode {
  readonly bus: Bus
  readonly errors: unknown[]
  /** Resolves when what this node published is on its way to the others. */
  sent(): Promise<void>
  /** Resolves when what was on its way to this node has been handed to its handlers. */
  received(): Promise<void>
  /** How often it was told of messages that may have been lost. */
  gaps(): number
  close(): Promise<void>
}

const silent = { warn() {}, info() {} }

/** Opens a bus on the Redis at `url`. */
export async function openBusNode(url: string, { answerWithinMs, ...options }: Partial<RedisBusOptions & Pick<OpenRedisOptions, 'answerWithinMs'>> = {}): Promise<BusNode> {
  const redis = await openRedis({ url, log: silent, ...(answerWithinMs === undefined ? {} : { answerWithinMs }) })
  const errors: unknown[] = []
  const bus = await createRedisBus({ redis, nodeId: crypto.randomUUID(), onError: (error) => errors.push(error), heartbeatMs: 1500, ...options })
  let gaps = 0
  bus.onGap(() => { gaps += 1 })
  return {
    bus,
    errors,
    sent: async () => void (await redis.commands.ping()),
    received: async () => void (await redis.subscriber.ping()),
    gaps: () => gaps,
    async close() {
      await bus.close()
      await redis.close()
    },
  }
}
