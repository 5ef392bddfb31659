import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { PresenceRegistry } from '../platform/presence-registry.ts'
import type { SocketSeats } from '../platform/socket-seats.ts'
import { createLocalPresenceRegistry } from './in-process/presence.ts'
import type { RedisConnections } from './redis/open-redis.ts'
import { RedisPresence } from './redis/presence.ts'

/** What {@link openPresence} needs. */
export interface OpenPresenceOptions {
  /** Without it this process is the only one. */
  readonly redis: RedisConnections | undefined
  readonly newId: () => string
  /** How long the people of a node that died stay online. */
  readonly deadAfterMs: number
  readonly log: Pick<Log, 'warn' | 'info'>
  readonly metrics: Metrics
}

/** Who is online, and with Redis how many sockets each user has, over all nodes. Whoever uses the registry closes it. */
export function openPresence({ redis, ...options }: OpenPresenceOptions): { registry: PresenceRegistry; seats?: SocketSeats } {
  if (!redis) return { registry: createLocalPresenceRegistry() }
  const presence = new RedisPresence({ redis, ...options })
  return { registry: presence, seats: presence }
}
