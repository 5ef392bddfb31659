import { AsyncLocalStorage } from 'node:async_hooks'
import type { Sql, SqlDatabase } from '../../src/platform/sql.ts'

/**
 * A database that counts the round trips of a piece of work: each statement, and BEGIN and COMMIT of each transaction. What timers, the relay and
 * other commands ask of it meanwhile does not count.
 */
export class CountingDatabase implements SqlDatabase {
  readonly #counters = new AsyncLocalStorage<{ trips: number }>()
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

  /** Round trips that `work` took. */
  async during(work: () => Promise<unknown>): Promise<number> {
    const counter = { trips: 0 }
    await this.#counters.run(counter, work)
    return counter.trips
  }

  #add(trips: number): void {
    const counter = this.#counters.getStore()
    if (counter) counter.trips += trips
  }
}
