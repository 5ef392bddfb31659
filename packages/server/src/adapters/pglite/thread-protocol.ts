import type { QueryOptions, Results } from '@electric-sql/pglite'

/** What the main thread asks of the thread that runs PGlite. Requests of one transaction arrive, and run, in order. */
export type ThreadRequest = { readonly id: number } & (
  | { readonly kind: 'query'; readonly text: string; readonly params: unknown[]; readonly options?: QueryOptions; readonly transaction?: number }
  | { readonly kind: 'exec'; readonly text: string; readonly transaction?: number }
  /** Answered once BEGIN has run; requests of the transaction may follow at once. */
  | { readonly kind: 'begin'; readonly transaction: number }
  /** Answered once COMMIT or ROLLBACK has run. */
  | { readonly kind: 'end'; readonly transaction: number; readonly commit: boolean }
  | { readonly kind: 'listen'; readonly channel: string }
  | { readonly kind: 'dump' }
  | { readonly kind: 'close' }
)

export type ThreadReply =
  | { readonly kind: 'done'; readonly id: number; readonly result?: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'notified'; readonly channel: string; readonly payload: string }

/** What the thread needs to open the database. */
export interface ThreadStart {
  readonly dataDir: string
  readonly loadDataDir?: Blob
}

/** An error without its class: structured clone keeps no more. */
export interface PlainError {
  readonly message: string
  readonly fields: Readonly<Record<string, string>>
}

/** Of a result, what our readers use. */
export type PlainResult = Pick<Results<object>, 'rows' | 'affectedRows' | 'fields'>

/** The fields of PostgreSQL's error report, with the code that MikroORM and the writer go by. */
const errorFields = ['name', 'code', 'severity', 'detail', 'hint', 'constraint', 'table', 'column', 'schema', 'dataType', 'where', 'routine', 'position']

export function toPlainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { message: String(error), fields: {} }
  const known = Object.entries(error).filter(([key, value]) => errorFields.includes(key) && typeof value === 'string')
  return { message: error.message, fields: Object.fromEntries(known) }
}

export function fromPlainError({ message, fields }: PlainError): Error {
  return Object.assign(new Error(message), fields)
}
