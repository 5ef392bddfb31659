import { PalaverError, type PrivateKind, type PrivateRow } from '@palaver/protocol'
import { privateValueBytes } from '@palaver/protocol/definitions'
import { Replay } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { ChangeEvent, LockedKind, Outcome, Writer } from '../../platform/writer/change.ts'
import { LockedUsers } from '../../platform/writer/locked-users.ts'
import { type Attempt, attemptOf, Receipts } from '../../platform/writer/receipts.ts'
import { type HeldRow, PrivateStates, type RowName, type RowWrite, toRow } from './private-states.ts'

/** A change of what is private to somebody. */
export interface PrivateChange<Input> {
  readonly callerId: string
  /** Picks the lane: the caller's id, since no conversation is touched. */
  readonly conversationId: string
  readonly input: Input
  /** Of commands with a clientId: it does once what it asks, and answers with the rows as they stand. */
  readonly attempt?: Attempt
}

/** Where a change is decided: under the lock of the caller's row, with what the changes before it in the run have made of the rows. */
export interface PrivateScene {
  readonly callerId: string
  /** The database's clock: milliseconds since the epoch. */
  readonly now: number
  /** One of the rows that the rule named; undefined when there never was one. */
  find<Kind extends PrivateKind>(name: RowName<Kind>): HeldRow<Kind> | undefined
}

/** An accepted change. */
export interface AcceptedPrivately<Input> {
  readonly callerId: string
  readonly input: Input
  readonly writes: readonly RowWrite[]
}

/** How a feature changes private rows. */
export interface PrivateRule<Input, Facts> {
  readonly name: string
  /** As it stands in refusals: "keep the draft". */
  readonly doing: string
  /** The rows that a change is about; at most 100. */
  readonly rowsOf: (input: Input) => readonly RowName[]
  /** Reads what the decisions need beside the rows, once for the run, under the locks of its people: their memberships stand still, too. */
  readonly prepare?: (tx: Sql, run: readonly PrivateChange<Input>[]) => Promise<Facts>
  /** What rows become, none to leave them as they are, or why not. */
  readonly decide: (input: Input, scene: PrivateScene, facts: Facts) => readonly RowWrite[] | PalaverError
  /** Writes the feature's own rows, once for the run. */
  readonly store?: (tx: Sql, accepted: readonly AcceptedPrivately<Input>[]) => Promise<void>
}

/**
 * Makes a kind of change of private rows, for features. One change takes one userRevision and is told by one `private.changed`; what changes
 * nothing takes none. Its result are the rows that it was about.
 */
export const definePrivateChange = <Input, Facts = undefined>(rule: PrivateRule<Input, Facts>): LockedKind<PrivateChange<Input>, PrivateRow[]> => ({
  name: rule.name,
  endsBatch: false,
  lockless: true,
  repeatable: true,
  async write(tx, _locking, run) {
    const [users, states, receipts, prepared] = await Promise.all([
      LockedUsers.lock(tx, run.map((change) => change.callerId)),
      PrivateStates.read(tx, run.flatMap(({ callerId, input }) => rule.rowsOf(input).map((name) => [callerId, name] as const))),
      Receipts.read<object>(tx, run.flatMap(({ attempt }) => attempt ?? [])),
      rule.prepare?.(tx, run),
    ])
    const facts = prepared as Facts
    const accepted: AcceptedPrivately<Input>[] = []
    const events: ChangeEvent[] = []
    const outcomes = run.map(({ callerId, input, attempt }): Outcome<PrivateRow[]> => {
      const known = attempt && receipts.answer(attempt, rule.doing)
      if (known) return known.ok ? { ...known, result: rowsOf(states, callerId, rule.rowsOf(input)) } : known
      const scene: PrivateScene = { callerId, now: users.now, find: (name) => states.find(callerId, name) }
      const decided = rule.decide(input, scene, facts)
      if (decided instanceof PalaverError) return { ok: false, error: decided }
      const writes = decided.filter((next) => states.differs(callerId, next))
      const fault = faultOf(rule.doing, callerId, { writes, states })
      if (fault) return { ok: false, error: fault }
      if (writes.length > 0) {
        const revision = users.take(callerId)
        for (const next of writes) states.become(callerId, next, { revision, now: users.now })
        events.push(privateChanged(callerId, revision, rowsOf(states, callerId, writes)))
        accepted.push({ callerId, input, writes })
      }
      if (attempt) receipts.add(attempt, {})
      return { ok: true, result: rowsOf(states, callerId, rule.rowsOf(input)) }
    })
    await Promise.all([states.store(tx), accepted.length > 0 ? rule.store?.(tx, accepted) : undefined, receipts.store(tx), users.store(tx)])
    return { outcomes, events }
  },
})

/** Gives a change to the writer, in the caller's own lane: their changes are written in the order in which they came. */
export const submitPrivately = async <Input>(writer: Writer, kind: LockedKind<PrivateChange<Input>, PrivateRow[]>, change: Omit<PrivateChange<Input>, 'conversationId'>): Promise<{ rows: PrivateRow[]; replay: boolean }> => {
  const { result, replay } = await writer.submit(kind, { ...change, conversationId: change.callerId })
  return { rows: result, replay }
}

/** A command of somebody that changes what is private to them, as it came. */
export interface PrivateCommand<Input> {
  readonly command: string
  readonly input: Input & { readonly clientId?: string }
  readonly userId: string
}

/** Makes the change that a command asks for. What comes again with its clientId changes nothing, however late, and is answered as a replay. */
export const answerPrivately = async <Input>(writer: Writer, kind: LockedKind<PrivateChange<Input>, PrivateRow[]>, { command, input, userId }: PrivateCommand<Input>): Promise<{ rows: PrivateRow[] } | Replay<{ rows: PrivateRow[] }>> => {
  const { rows, replay } = await submitPrivately(writer, kind, { callerId: userId, input, ...attemptOf(userId, command, input) })
  return replay ? new Replay({ rows }) : { rows }
}

const rowsOf = (states: PrivateStates, userId: string, names: readonly RowName[]): PrivateRow[] =>
  names.flatMap((name) => {
    const row = states.find(userId, name)
    return row ? [toRow(row)] : []
  })

function faultOf(doing: string, userId: string, { writes, states }: { writes: readonly RowWrite[]; states: PrivateStates }): PalaverError | undefined {
  if (writes.some(({ value }) => value !== undefined && Buffer.byteLength(JSON.stringify(value)) > privateValueBytes)) {
    return new PalaverError('too_large', `unable to ${doing}; it takes more than ${privateValueBytes} bytes`)
  }
  return states.hasRoom(userId, writes) ? undefined : new PalaverError('forbidden', `unable to ${doing}; you have too many already`)
}

/** Tells somebody's devices of rows that have just taken a userRevision. */
export const privateChanged = (userId: string, revision: number, rows: PrivateRow[]): ChangeEvent => ({
  name: 'private.changed',
  scope: 'user',
  id: userId,
  after: revision - 1,
  revision,
  payload: { rows },
})
