import { type MeasuredDatabase, startDatabase } from './database.ts'
import type { RunningSystem } from './system.ts'

/** Starts a system on a PostgreSQL of its own, which is counted when the system has finished and stopped with it. */
export async function withDatabase(start: (database: MeasuredDatabase) => Promise<RunningSystem>): Promise<RunningSystem> {
  const database = await startDatabase()
  try {
    const running = await start(database)
    return {
      ...running,
      databasePid: database.pid,
      async finish() {
        await running.finish()
        const rows = await database.count('messages')
        await database.stop()
        return rows
      },
    }
  } catch (error) {
    await database.stop()
    throw error
  }
}
