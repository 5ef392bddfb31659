import { startRedis } from '../../../packages/server/test/support/redis-server.ts'
import { removeAtExit } from '../leftovers.ts'
import { startPeer } from './start-peer.ts'
import type { System } from './system.ts'
import { withDatabase } from './with-database.ts'

/** The peer on two processes that hear of each other through its Redis adapter, as its documentation tells. */
export const socketioRedis: System = {
  name: 'socketio-redis',
  title: 'Socket.IO + PostgreSQL + Redis adapter, 2 processes',
  start: (options) =>
    withDatabase(async (database) => {
      const redis = await startRedis()
      const forget = removeAtExit(() => process.kill(redis.pid, 'SIGKILL'))
      const stop = async (): Promise<void> => {
        forget()
        await redis.stop()
      }
      try {
        const env = { DATABASE_URL: database.url, REDIS_URL: redis.url }
        const running = await startPeer(options, { dialect: 'socketio', script: new URL('./peers/socketio-server.ts', import.meta.url), env, processes: 2 })
        return {
          ...running,
          databasePids: [redis.pid],
          async finish() {
            await running.finish()
            await stop()
            return undefined
          },
        }
      } catch (error) {
        await stop()
        throw error
      }
    }),
}
