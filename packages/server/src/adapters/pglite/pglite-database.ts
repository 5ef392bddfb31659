import type { EntitySchema } from '@mikro-orm/core'
import { MikroORM } from '@mikro-orm/pglite'
import type { Database } from '../../platform/database.ts'
import type { Sql } from '../../platform/sql.ts'
import { readLineage } from '../lineage.ts'
import { ormOptions } from '../orm-options.ts'
import { TransactionScope } from '../transaction-scope.ts'
import type { PgliteThread, ThreadTransaction } from './pglite-thread.ts'
import { keepStatistics } from './statistics.ts'
import type { PlainResult } from './thread-protocol.ts'

/**
 * The embedded database: plain SQL and MikroORM on one PGlite, which has one connection. Whoever comes while a transaction runs waits
 * for it, in the order of arrival.
 */
export async function createPgliteDatabase(pglite: PgliteThread, { entities, onClosed }: PgliteDatabaseOptions): Promise<PgliteDatabase> {
  // As a function, because MikroORM copies what looks like options.
  const orm = await MikroORM.init({ ...ormOptions(entities), dbName: 'postgres', driverOptions: { pglite: () => pglite } })
  return new PgliteDatabase(orm, pglite, onClosed)
}

export interface PgliteDatabaseOptions {
  readonly entities: readonly EntitySchema[]
  /** Called once everything is written and closed. */
  readonly onClosed: () => void
}

export class PgliteDatabase implements Database {
  readonly dialect = 'pglite'
  readonly orm: MikroORM
  /** For dumps. */
  readonly pglite: PgliteThread
  readonly #scope = new TransactionScope()
  #lineage: string | undefined
  readonly #onClosed: () => void
  readonly #endStatistics: () => void
  #closing: Promise<void> | undefined

  constructor(orm: MikroORM, pglite: PgliteThread, onClosed: () => void) {
    this.orm = orm
    this.pglite = pglite
    this.#onClosed = onClosed
    this.#endStatistics = keepStatistics(pglite)
  }

  get lineage(): string {
    if (this.#lineage === undefined) throw new Error('unable to tell the lineage; the database was not migrated yet')
    return this.#lineage
  }

  async query<Row extends object>(text: string, params?: readonly unknown[]): Promise<Row[]> {
    this.#scope.refuseInside()
    return (await this.pglite.query(text, params)).rows as Row[]
  }

  /** Runs statements without parameters, one result each; none of them, nor of a transaction they open, stays half done. */
  async script(text: string): Promise<readonly object[][]> {
    this.#scope.refuseInside()
    if (!/^\s*begin\b/i.test(text)) return rowsOf(await this.pglite.exec(text))
    // A BEGIN of its own that fails would leave the one connection in an aborted transaction for whoever comes next.
    return this.pglite.transaction(async (tx) => rowsOf(await tx.exec(text)))
  }

  /** Listens to a channel of NOTIFY; returns the end of it. */
  async listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>> {
    return this.pglite.listen(channel, handler)
  }

  async transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    this.#scope.refuseInside()
    return this.pglite.transaction(async (tx) => {
      const sql = new TransactionSql(tx)
      const result = await this.#scope.run(() => work(sql))
      await sql.answered()
      await sql.refuseIfAborted()
      return result
    })
  }

  async readLineage(): Promise<string> {
    this.#lineage = await readLineage(this)
    return this.#lineage
  }

  async migrate(): Promise<void> {
    await this.orm.migrator.up()
    await this.readLineage()
  }

  async pendingMigrations(): Promise<readonly string[]> {
    return (await this.orm.migrator.getPending()).map((migration) => migration.name)
  }

  async close(): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  async #close(): Promise<void> {
    this.#endStatistics()
    try {
      await this.orm.close(true)
      // An empty transaction comes after whatever still waits. Of a dead thread nothing does.
      if (!this.pglite.closed) await this.pglite.transaction(async () => {})
      await this.pglite.close()
    } finally {
      this.#onClosed()
    }
  }
}

function rowsOf(results: readonly PlainResult[]): object[][] {
  return results.map((result) => result.rows)
}

class TransactionSql implements Sql {
  readonly #tx: ThreadTransaction
  readonly #asked = new Set<Promise<unknown>>()
  #failed = false

  constructor(tx: ThreadTransaction) {
    this.#tx = tx
  }

  async query<Row extends object>(text: string, params?: readonly unknown[]): Promise<Row[]> {
    const answer = this.#tx.query(text, params)
    this.#asked.add(answer)
    try {
      return (await answer).rows as Row[]
    } catch (error) {
      this.#failed = true
      throw error
    } finally {
      this.#asked.delete(answer)
    }
  }

  /** Waits for what was asked and not waited for. */
  async answered(): Promise<void> {
    await Promise.all(this.#asked)
  }

  /** PostgreSQL answers COMMIT of a failed transaction with a rollback, not with an error; any statement tells. */
  async refuseIfAborted(): Promise<void> {
    if (!this.#failed) return
    await this.#tx.query('SELECT 1').catch((cause: unknown) => {
      throw new Error('unable to commit; a statement of the transaction failed and its error was swallowed', { cause })
    })
  }
}
