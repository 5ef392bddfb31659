import { freePort } from '../processes/free-port.ts'
import { createServerProcess, type ServerProcess } from '../processes/server-process.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { pause } from './waiting.ts'

/** One node: a process that reaches PostgreSQL and Redis through proxies of its own. */
export interface ChaosNode {
  readonly name: string
  readonly process: ServerProcess
  readonly database: FaultProxy
  readonly redis: FaultProxy
  /** Starts it, again and again until it runs, as a supervisor does. */
  revive(): Promise<void>
  /** Heals both proxies. */
  heal(): void
  close(): Promise<void>
}

const reviveWithinMs = 120_000

/** The address of `url` through a proxy. */
const through = (url: string, { port }: FaultProxy): string => {
  const address = new URL(url)
  address.port = String(port)
  return address.href
}

const portOf = (url: string): number => Number(new URL(url).port)

/** Prepares a node; it runs after `revive()`. */
export const createNode = async (name: string, urls: { readonly database: string; readonly redis: string }, environment: Readonly<Record<string, string>>): Promise<ChaosNode> => {
  const database = await startFaultProxy(() => [portOf(urls.database)])
  const redis = await startFaultProxy(() => [portOf(urls.redis)])
  const process = createServerProcess(await freePort(), {
    ...environment,
    DATABASE_URL: through(urls.database, database),
    REDIS_URL: through(urls.redis, redis),
  })
  return {
    name,
    process,
    database,
    redis,
    revive: async () => {
      const end = Date.now() + reviveWithinMs
      for (;;) {
        try {
          await process.start()
          return
        } catch (error) {
          await process.kill()
          if (Date.now() > end) throw error
          await pause(500)
        }
      }
    },
    heal: () => {
      database.heal()
      redis.heal()
    },
    close: async () => {
      await process.kill()
      await Promise.all([database.close(), redis.close()])
    },
  }
}
