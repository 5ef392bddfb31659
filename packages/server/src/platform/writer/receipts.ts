import { createHash } from 'node:crypto'
import { PalaverError } from '@palaver/protocol'
import type { Sql } from '../sql.ts'
import type { Outcome } from './change.ts'

/** One attempt at a command with a clientId. */
export interface Attempt {
  readonly callerId: string
  readonly command: string
  readonly input: { readonly clientId: string }
}

/** The attempt that a command is, for a change that is made from it; of a command without a clientId there is none. */
export const attemptOf = (callerId: string, command: string, input: { readonly clientId?: string }): { readonly attempt?: Attempt } =>
  input.clientId === undefined ? {} : { attempt: { callerId, command, input: { ...input, clientId: input.clientId } } }

interface Receipt {
  readonly user_id: string
  readonly client_id: string
  readonly command: string
  readonly input_hash: string
  readonly result: unknown
}

const read = `
  SELECT r.user_id, r.client_id, r.command, encode(r.input_hash, 'hex') AS input_hash, r.result
  FROM unnest($1::uuid[], $2::uuid[]) AS x(u, k) JOIN command_receipts r ON r.user_id = x.u AND r.client_id = x.k`

const store = `
  INSERT INTO command_receipts (user_id, client_id, command, input_hash, result)
  SELECT x.user_id, x.client_id, x.command, decode(x.input_hash, 'hex'), x.result
  FROM json_to_recordset($1::json) AS x(user_id uuid, client_id uuid, command text, input_hash text, result jsonb)`

/** What was answered to the clientIds of a run before, kept in the transaction that does what they ask. */
export class Receipts<Result> {
  readonly #known: Map<string, Receipt>
  readonly #added: Receipt[] = []

  private constructor(rows: readonly Receipt[]) {
    this.#known = new Map(rows.map((row) => [row.user_id + row.client_id, row]))
  }

  static async read<Result>(tx: Sql, run: readonly Attempt[]): Promise<Receipts<Result>> {
    const rows = run.length === 0 ? [] : await tx.query<Receipt>(read, [run.map(({ callerId }) => callerId), run.map(({ input }) => input.clientId)], 'receipts.read')
    return new Receipts(rows)
  }

  /** The first answer again, or a conflict; undefined when the clientId is new. `doing` is what the command would do: "create the conversation". */
  answer({ callerId, command, input }: Attempt, doing: string): Outcome<Result> | undefined {
    const receipt = this.#known.get(callerId + input.clientId)
    if (!receipt) return undefined
    if (receipt.command === command && receipt.input_hash === hashOf(input)) return { ok: true, result: receipt.result as Result, replay: true }
    const reason = `unable to ${doing}; this clientId came before with other input`
    return { ok: false, error: new PalaverError('idempotency_conflict', reason, { path: '/clientId' }) }
  }

  add({ callerId, command, input }: Attempt, result: Result): void {
    const receipt = { user_id: callerId, client_id: input.clientId, command, input_hash: hashOf(input), result }
    this.#known.set(callerId + input.clientId, receipt)
    this.#added.push(receipt)
  }

  async store(tx: Sql): Promise<void> {
    if (this.#added.length > 0) await tx.query(store, [JSON.stringify(this.#added)], 'receipts.store')
  }
}

/** SHA-256 of the input as JSON with the keys of every object in order, the clientId left out. */
const hashOf = (input: Attempt['input']): string =>
  createHash('sha256').update(JSON.stringify(sorted({ ...input, clientId: undefined }))).digest('hex')

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]))
}
