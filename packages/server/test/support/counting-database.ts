import { AsyncLocalStorage } from 'node:async_hooks'
import type { Sql, SqlDatabase } from '../../src/platform/sql.ts'

/**
 * A database that counts the statements of a piece of work: each, and BEGIN and COMMIT of each transaction. What timers, the relay and
 * other commands ask of it meanwhile does not count.
 */
export class CountingDatabase implements SqlDatabase {
  readonly #counters = new AsyncLocalStorage<{ statements: number }>()
  readonly #database: SqlDatabase

  constructor(database: SqlDatabase) {
    this.#database = database
  }

  query<Row extends object>(text: string, params?: readonly unknown[], name?: string): Promise<Row[]> {
    this.#add(1)
    return this.#database.query<Row>(text, params, name)
  }

  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    this.#add(2)
    return this.#database.transaction((tx) =>
      work({
        query: (text, params, name) => {
          this.#add(1)
          return tx.query(text, params, name)
        },
      }),
    )
  }

  /** Statements that `work` took. */
  async during(work: () => Promise<unknown>): Promise<number> {
    const counter = { statements: 0 }
    await this.#counters.run(counter, work)
    return counter.statements
  }

  #add(statements: number): void {
    const counter = this.#counters.getStore()
    if (counter) counter.statements += statements
  }
}
