import type { Assembly } from './assemble.ts'
import type { HealthCheck } from './doors/health.ts'

/** What a node needs to be sent requests. A node that does not hear the others is not lost, but its people learn of everything late. */
export function healthChecks({ database, redis, bus }: Pick<Assembly, 'database' | 'redis' | 'bus'>): Readonly<Record<string, HealthCheck>> {
  const checkDatabase = async (): Promise<void> => void (await database.query('SELECT 1'))
  if (!redis) return { database: checkDatabase }
  return {
    database: checkDatabase,
    redis: async () => void (await redis.commands.ping()),
    bus: async () => {
      const fault = bus.fault()
      if (fault !== undefined) throw new Error(`unable to hear the other nodes; ${fault}`)
    },
  }
}
