import { type MeasuredDatabase, startDatabase } from './database.ts'
import type { RunningSystem } from './system.ts'

/** Starts a system on a PostgreSQL of its own, whose messages are counted when the system has finished; then it is stopped, too. */
export async function withDatabase(
  start: (database: MeasuredDatabase) => Promise<RunningSystem>,
  counted = 'SELECT count(*) FROM messages',
): Promise<RunningSystem> {
  const database = await startDatabase()
  try {
    const running = await start(database)
    return {
      ...running,
      databasePids: [...running.databasePids, database.pid],
      async finish() {
        await running.finish()
        const rows = await database.count(counted)
        await database.stop()
        return rows
      },
    }
  } catch (error) {
    await database.stop()
    throw error
  }
}
