import type { EntitySchema } from '@mikro-orm/core'
import { MikroORM } from '@mikro-orm/postgresql'
import pg from 'pg'
import type { Database } from '../../platform/database.ts'
import type { Sql } from '../../platform/sql.ts'
import { readLineage } from '../lineage.ts'
import { ormOptions } from '../orm-options.ts'
import { TransactionScope } from '../transaction-scope.ts'
import { PostgresTransaction } from './postgres-transaction.ts'
import { statement } from './statement.ts'

export interface PostgresConfig {
  readonly databaseUrl: string
  readonly poolSize: number
  readonly entities: readonly EntitySchema[]
  readonly onConnectionLost: (error: Error) => void
}

/** Any constant: nodes that migrate at once wait for each other on it. */
const migrationLock = 4_716_201_126

/**
 * Opens PostgreSQL 15 or newer. Plain SQL and MikroORM share one pool, so its size bounds the connections of a node.
 * @throws {Error} when the server cannot be reached or refuses.
 */
export async function openPostgres(config: PostgresConfig): Promise<Database> {
  const pools: pg.Pool[] = []
  const orm = await MikroORM.init({
    ...ormOptions(config.entities),
    clientUrl: config.databaseUrl,
    driverOptions: {
      max: config.poolSize,
      application_name: 'palaver',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      // What is asked at once on a connection is sent at once.
      pipeline: true,
      // Every statement of ours is a few look-ups. In large tables the planner takes some of them for long ones: compiling them takes 40 ms, starting workers 10.
      onConnect: (client: pg.ClientBase) => client.query('SET jit = off; SET max_parallel_workers_per_gather = 0'),
      onPoolCreated: (pool: pg.Pool) => {
        pools.push(pool)
        pool.on('error', config.onConnectionLost)
      },
    },
  })
  await orm.connect()
  const [pool] = pools
  if (!pool) throw new Error('unable to open PostgreSQL; MikroORM made no pool')
  try {
    await pool.query('SELECT 1')
  } catch (error) {
    await orm.close(true)
    throw error
  }
  return new PostgresDatabase(orm, pool)
}

class PostgresDatabase implements Database {
  readonly dialect = 'postgres'
  readonly orm: MikroORM
  readonly #pool: pg.Pool
  readonly #scope = new TransactionScope()
  #lineage: string | undefined
  #closing: Promise<void> | undefined

  constructor(orm: MikroORM, pool: pg.Pool) {
    this.orm = orm
    this.#pool = pool
  }

  get lineage(): string {
    if (this.#lineage === undefined) throw new Error('unable to tell the lineage; the database was not migrated yet')
    return this.#lineage
  }

  async query<Row extends object>(text: string, params?: readonly unknown[], name?: string): Promise<Row[]> {
    this.#scope.refuseInside()
    return (await this.#pool.query<Row>(statement(text, params, name))).rows
  }

  async transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    this.#scope.refuseInside()
    const client = await this.#pool.connect()
    let broken: Error | undefined
    const lost = (error: Error): void => { broken = error }
    // Without a listener a connection that breaks between two statements would end the process.
    client.on('error', lost)
    const tx = new PostgresTransaction(client)
    try {
      const result = await this.#scope.run(() => work(tx))
      await tx.commit()
      return result
    } catch (error) {
      await tx.rollback().catch(lost)
      throw error
    } finally {
      client.off('error', lost)
      client.release(broken)
    }
  }

  async readLineage(): Promise<string> {
    this.#lineage = await readLineage(this)
    return this.#lineage
  }

  async migrate(): Promise<void> {
    // A connection beside the pool, which may have only one. Its end lets go of the lock, whatever happened.
    const client = new pg.Client(this.#pool.options)
    await client.connect()
    try {
      await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
      await this.orm.migrator.up()
    } finally {
      await client.end()
    }
    await this.readLineage()
  }

  async pendingMigrations(): Promise<readonly string[]> {
    return (await this.orm.migrator.getPending()).map((migration) => migration.name)
  }

  async close(): Promise<void> {
    this.#closing ??= this.orm.close(true)
    await this.#closing
  }
}
