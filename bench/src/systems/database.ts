import { rmSync } from 'node:fs'
import pg from 'pg'
import { startPostgres } from '../../../packages/server/test/support/postgres-server.ts'
import { removeAtExit } from '../leftovers.ts'

/** A PostgreSQL of one measurement's own, with stock settings: fsync and synchronous_commit are on. */
export interface MeasuredDatabase {
  readonly url: string
  readonly pid: number
  /** The number that a query answers as `count`. */
  count(query: string): Promise<number>
  stop(): Promise<void>
}

export async function startDatabase(): Promise<MeasuredDatabase> {
  const server = await startPostgres({ settings: 'stock' })
  const forget = removeAtExit(() => {
    process.kill(server.pid, 'SIGKILL')
    rmSync(server.folder, { recursive: true, force: true })
  })
  const url = await server.createDatabase()
  return {
    url,
    pid: server.pid,
    async count(query) {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const { rows } = await client.query<{ count: string }>(query)
      await client.end()
      return Number(rows[0]?.count)
    },
    stop() {
      forget()
      return server.stop()
    },
  }
}
