import type { EntitySchema, MikroORM } from '@mikro-orm/core'
import type { SqlDatabase } from './sql.ts'

/** How to reach a database: PostgreSQL by its address, otherwise PGlite in a folder. */
export interface DatabaseConfig {
  /** `postgres://…`; with it the other way of storage is not used. */
  readonly databaseUrl?: string
  /** The data folder, locked while it is open; `memory://` keeps everything in memory, for tests. */
  readonly dataDir?: string
  /** Connections to PostgreSQL at most; 10 unless given. The embedded database always has one. */
  readonly poolSize?: number
  /** What the features declare with `defineEntity`. */
  readonly entities?: readonly EntitySchema[]
  /** Told of a broken idle connection, for which the pool makes a new one by itself, and of the end of the embedded database's thread. */
  readonly onConnectionLost?: (error: Error) => void
}

/** One database for plain SQL (the paths where each query counts) and for MikroORM (everything else). */
export interface Database extends SqlDatabase {
  readonly dialect: 'pglite' | 'postgres'
  /** MikroORM on the same database; each request or job works on `orm.em.fork()`. */
  readonly orm: MikroORM
  /**
   * Names this history of the data: a stored id, the cluster's system identifier and its timeline. A cursor of another lineage is void.
   * @throws {Error} before the first migration, when there is no id yet.
   */
  readonly lineage: string
  /** Reads the lineage anew, for it changes when a backup is restored; {@link lineage} is that from then on. */
  readLineage(): Promise<string>
  /** Applies the pending migrations in order, each in a transaction. Any number of nodes may do so at once. */
  migrate(): Promise<void>
  /** Names of the migrations that were not applied yet. */
  pendingMigrations(): Promise<readonly string[]>
  /** Waits for running transactions, then lets go of connections and files. Idempotent. */
  close(): Promise<void>
}
