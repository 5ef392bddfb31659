import type pg from 'pg'
import { CommitUnknownError, type Sql } from '../../platform/sql.ts'
import { commit } from './commit.ts'
import { statement } from './statement.ts'

/** A transaction on a connection that pipelines: BEGIN goes with the first statements, COMMIT with the last. */
export class PostgresTransaction implements Sql {
  readonly #client: pg.PoolClient
  readonly #begun: Promise<unknown>
  readonly #asked = new Set<Promise<unknown>>()
  #ended = false

  constructor(client: pg.PoolClient) {
    this.#client = client
    this.#begun = this.#track(client.query('BEGIN ISOLATION LEVEL READ COMMITTED'))
  }

  async query<Row extends object>(text: string, params?: readonly unknown[], name?: string): Promise<Row[]> {
    // Whoever goes on after the end of what failed beside it would write into the transaction of somebody else.
    if (this.#ended) throw new Error('unable to query; the transaction has ended')
    const { rows } = await this.#track(this.#client.query<Row & pg.QueryResultRow>(statement(text, params, name)))
    // Where nothing began, each statement is a transaction of its own: nobody is to go on with what it answered.
    await this.#begun
    return rows
  }

  /** @throws what a statement failed with that nobody has waited for; {@link CommitUnknownError} when nobody knows what became of COMMIT. */
  async commit(): Promise<void> {
    this.#ended = true
    const asked = [...this.#asked]
    try {
      await commit(this.#client)
    } catch (error) {
      if (!(error instanceof CommitUnknownError)) await Promise.all(asked)
      throw error
    }
    await this.#begun
  }

  async rollback(): Promise<void> {
    this.#ended = true
    await this.#client.query('ROLLBACK')
  }

  #track<T>(answer: Promise<T>): Promise<T> {
    this.#asked.add(answer)
    const settle = (): void => void this.#asked.delete(answer)
    answer.then(settle, settle)
    return answer
  }
}
