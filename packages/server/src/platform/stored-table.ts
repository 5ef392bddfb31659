/** A table, as those see it who handle the tables of all features: the export, and what takes messages away. */
export type StoredTable = ExportedTable | UnexportedTable

interface Table {
  readonly table: string
  /** Of a table with `conversation_id` and `position`: do its rows go when the message disappears? */
  readonly goesWithMessage?: boolean
}

/** Rows of one kind in an export. */
export interface ExportedTable extends Table {
  readonly kind: string
  readonly columns: readonly string[]
  /** Columns that never leave: secrets, and what only this server's bookkeeping needs. */
  readonly leftOut: readonly string[]
  readonly order: string
  /** Which rows are somebody's; `$1` is their id. */
  readonly ofUser: string
}

/** A table that holds nothing to keep. */
export interface UnexportedTable extends Table {
  /** Why it is in no export. */
  readonly unexported: string
}

/** `ofUser` of a table by message (`conversation_id`, `position`) whose rows are the sender's. */
export const ofSender = (table: string): string =>
  `EXISTS (SELECT FROM messages m WHERE m.conversation_id = ${table}.conversation_id AND m.position = ${table}.position AND m.sender_id = $1)`

/** What the platform stores. */
export const platformTables: readonly StoredTable[] = [
  { table: 'settings', unexported: 'they are of this database' },
  { table: 'command_receipts', unexported: 'repeated commands are soon over' },
  { table: 'timers', unexported: 'they are set by what is exported' },
  { table: 'outbox', unexported: 'the events are on their way' },
]
