import type pg from 'pg'
import { CommitUnknownError } from '../../platform/sql.ts'

/** Commits, and tells a refusal (nothing was committed) from a silence (nobody knows). */
export async function commit(client: pg.PoolClient): Promise<void> {
  let command: string
  try {
    command = (await client.query('COMMIT')).command
  } catch (error) {
    throw isRefusal(error) ? error : new CommitUnknownError(error)
  }
  // PostgreSQL answers COMMIT of a failed transaction with a rollback, not with an error.
  if (command !== 'COMMIT') throw new Error('unable to commit; a statement of the transaction failed and its error was swallowed')
}

/** A failed deferred constraint and its like: severity ERROR. FATAL, PANIC and a lost socket may come after the commit record. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return false
  const code = String(error.code)
  return error.severity === 'ERROR' && !code.startsWith('57P') && !code.startsWith('08')
}
