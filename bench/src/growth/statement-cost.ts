import pg from 'pg'

/** What a command made PostgreSQL do, for each run of it: no noise, whatever else the machine does. */
export interface StatementCost {
  readonly statements: number
  /** Pages that its statements looked at, in memory or on disk. */
  readonly pages: number
  readonly walBytes: number
}

/** Reads the statistics of one database's statements; `close` ends its connection. */
export class StatementMeter {
  readonly #client: pg.Client

  private constructor(client: pg.Client) {
    this.#client = client
  }

  static async open(url: string): Promise<StatementMeter> {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements')
    return new StatementMeter(client)
  }

  /** What `times` runs cost, divided by them. Nothing else may use the database meanwhile. */
  async during(times: number, run: () => Promise<unknown>): Promise<StatementCost> {
    await this.#client.query('SELECT pg_stat_statements_reset()')
    for (let time = 0; time < times; time++) await run()
    const { rows } = await this.#client.query<{ statements: number; pages: number; wal: number }>(
      `SELECT coalesce(sum(calls), 0)::float8 AS statements, coalesce(sum(shared_blks_hit + shared_blks_read), 0)::float8 AS pages,
         coalesce(sum(wal_bytes), 0)::float8 AS wal
       FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query NOT LIKE '%pg_stat_statements%'`,
    )
    const { statements = 0, pages = 0, wal = 0 } = rows[0] ?? {}
    return { statements: statements / times, pages: pages / times, walBytes: wal / times }
  }

  close(): Promise<void> {
    return this.#client.end()
  }
}
