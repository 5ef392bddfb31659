import type { Sql, SqlDatabase } from '../../src/platform/sql.ts'

/** A database that counts round trips: each statement, and BEGIN and COMMIT of each transaction. */
export class CountingDatabase implements SqlDatabase {
  count = 0
  readonly #database: SqlDatabase

  constructor(database: SqlDatabase) {
    this.#database = database
  }

  query<Row extends object>(text: string, params?: readonly unknown[], name?: string): Promise<Row[]> {
    this.count++
    return this.#database.query<Row>(text, params, name)
  }

  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    this.count += 2
    return this.#database.transaction((tx) =>
      work({
        query: (text, params, name) => {
          this.count++
          return tx.query(text, params, name)
        },
      }),
    )
  }

  /** Round trips that `work` took. */
  async during(work: () => Promise<unknown>): Promise<number> {
    const before = this.count
    await work()
    return this.count - before
  }
}
