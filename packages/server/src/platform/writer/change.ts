import type { PalaverError } from '@palaver/protocol'
import type { EphemeralPayload } from '@palaver/protocol'
import type { EventDraft } from '../event.ts'
import type { Sql } from '../sql.ts'

/** The counters of a conversation as read under its lock; a kind moves them, the writer stores them once a batch. */
export interface LockedConversation {
  readonly id: string
  readonly type: 'direct' | 'group' | 'channel'
  readonly history: 'beginning' | 'join'
  headPosition: number
  headRevision: number
  settingsRevision: number
  marksRevision: number
  memberCount: number
  /** Set when something happened that moves the conversation up in lists. */
  activityAt: Date
  changed: boolean
}

/** What became of one change. A refusal by rule is an outcome; a failure of SQL is thrown and halves the batch. */
export type Outcome<Result> =
  | { readonly ok: true; readonly result: Result; readonly replay?: boolean }
  | { readonly ok: false; readonly error: PalaverError }

/** What a run of changes did. */
export interface RunResult<Result> {
  /** One for each change, in the same order. */
  readonly outcomes: readonly Outcome<Result>[]
  /** In order; intervals of one conversation join without a gap. */
  readonly events: readonly (EventDraft & { readonly ended?: readonly string[] })[]
  readonly marks?: readonly EphemeralPayload<'marks.moved'>[]
}

/**
 * A kind of durable change of a conversation. Runs of one kind are written together, in the order of arrival.
 * @typeParam Input what one change carries; `conversationId` picks its lane.
 */
export interface ChangeKind<Input extends { readonly conversationId: string } = { readonly conversationId: string }, Result = unknown> {
  readonly name: string
  /** A change of membership, role or settings ends the batch for its conversation. */
  readonly endsBatch: boolean
  /** The conversation is made by this very change, so there is no row to lock yet. */
  readonly creates?: boolean
  /** Re-checks and writes a run under the locks, after the snapshot that took them. */
  write(tx: Sql, locked: ReadonlyMap<string, LockedConversation>, run: readonly Input[]): Promise<RunResult<Result>>
  /**
   * One round trip for a batch that holds only this kind: locks, writes, heads and outbox row in one statement of its own.
   * `skipped` are the indexes whose conversation was locked elsewhere.
   */
  writeAlone?(
    sql: Sql,
    run: readonly Input[],
    outbox: { readonly done: readonly number[] },
  ): Promise<RunResult<Result> & { readonly skipped: readonly number[]; readonly outboxId: number | null }>
  /** After an unknown COMMIT: what became of this change, or undefined when it did not happen. */
  recover?(sql: Sql, input: Input): Promise<Outcome<Result> | undefined>
}

/** Every durable change of a conversation goes through here. */
export interface Writer {
  /**
   * Queues a change; resolves after COMMIT with its result.
   * @throws {PalaverError} the refusal of the kind's re-check, or `overloaded` when the queue is full.
   */
  submit<Input extends { readonly conversationId: string }, Result>(
    kind: ChangeKind<Input, Result>,
    input: Input,
  ): Promise<{ readonly result: Result; readonly replay: boolean }>
  /** Waits for what is queued, then refuses new changes. */
  close(): Promise<void>
}
