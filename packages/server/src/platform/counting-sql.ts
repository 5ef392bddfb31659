import type { Counter } from './metrics.ts'
import type { SqlDatabase } from './sql.ts'

/** The same database; statements and transactions that fail are counted. */
export function countErrors(database: SqlDatabase, errors: Counter): SqlDatabase {
  const counted = (error: unknown): never => {
    errors.add()
    throw error
  }
  return {
    query: (text, params, name) => database.query<never>(text, params, name).catch(counted),
    transaction: (work) => database.transaction(work).catch(counted),
  }
}
