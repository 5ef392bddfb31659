import type { EphemeralPayload, PalaverError } from '@palaver/protocol'
import type { EncodedEvent, EventDraft } from '../event.ts'
import type { Opened } from '../message-log/restricted.ts'
import type { Sql } from '../sql.ts'

/** The counters of a conversation as read under its lock; a kind moves them, the writer stores them at the end of the batch. */
export interface LockedConversation {
  readonly id: string
  readonly type: 'direct' | 'group' | 'channel'
  readonly history: 'beginning' | 'join'
  /** The database's clock at the lock: milliseconds since the epoch. */
  readonly now: number
  headPosition: number
  /** Of the last message that stands in the conversation, and not in a thread only. */
  shownPosition: number
  headRevision: number
  settingsRevision: number
  marksRevision: number
  memberCount: number
  /** How long its messages stay, in milliseconds; null when they do. */
  readonly disappearAfterMs: number | null
  /** When the last message was sent: milliseconds since the epoch; never goes back. */
  activityAt: number
  /** Set by a kind that moved a counter. */
  changed: boolean
}

/** What became of one change. A refusal by rule is an outcome; a failure of SQL is thrown and halves the batch. */
export type Outcome<Result> =
  | { readonly ok: true; readonly result: Result; readonly replay?: boolean }
  | { readonly ok: false; readonly error: PalaverError }

/** A durable event of a change; `ended` names those whose membership ended with it, `opened` has those of its messages that are for some members only. */
export type ChangeEvent = EventDraft & Pick<EncodedEvent, 'ended' | 'quiet'> & { readonly opened?: readonly Opened[] }

/** What a run of changes did. */
export interface RunResult<Result> {
  /** One for each change, in the same order. */
  readonly outcomes: readonly Outcome<Result>[]
  /** In order; intervals of one conversation join without a gap. */
  readonly events: readonly ChangeEvent[]
  readonly marks?: readonly EphemeralPayload<'marks.moved'>[]
  /** Marks that only the other devices of their members are told of: those in large conversations. */
  readonly ownMarks?: readonly EphemeralPayload<'marks.moved'>[]
}

/** What a committed run did; the outcomes of skipped changes mean nothing. */
export interface CommittedRun<Result> extends RunResult<Result> {
  /** Indexes of the changes that wrote nothing and come again: their conversation was locked elsewhere. */
  readonly skipped: readonly number[]
  readonly outboxId: number | null
}

interface AnyKind {
  readonly name: string
  /** A change of membership, role or settings ends the batch for its conversation. */
  readonly endsBatch: boolean
  /** Its changes give the same whatever stands before or after them, so that they may overtake and be overtaken (marks). */
  readonly commutes?: boolean
  /**
   * After an unknown COMMIT the run is written once more, under the lock, and finds there what the first attempt left: by clientId,
   * or because setting a state twice is setting it once. Without it the caller is told `unavailable`.
   */
  readonly repeatable: boolean
}

/** The conversations of a run, once they are locked. One that is not among them does not exist, or is locked elsewhere: nothing is written for it. */
export type Locking = Promise<ReadonlyMap<string, LockedConversation>>

/** A kind that is written in one transaction: the writer locks, {@link write} re-checks and writes. */
export interface LockedKind<Input extends { readonly conversationId: string }, Result> extends AnyKind {
  /**
   * No row of a conversation is locked: it is made by this very change, or the change is of what is somebody's own, and takes its lane by their
   * id in the place of a conversation's.
   */
  readonly lockless?: boolean
  /**
   * Re-checks and writes a run under the locks. What is asked of `tx` runs behind the locks, with the snapshots that follow them, so a kind asks what it reads and waits
   * for it and for `locking` together: that is one round trip, as what it writes is another.
   */
  write(tx: Sql, locking: Locking, run: readonly Input[]): Promise<RunResult<Result>>
}

/** A kind that is written in one round trip: locks, re-checks, writes, heads and outbox row by a database function of its own. */
export interface AloneKind<Input extends { readonly conversationId: string }, Result> extends AnyKind {
  /** `reuse`: an outbox row whose events were published, to store this batch's intervals in. */
  writeAlone(sql: Sql, run: readonly Input[], outbox: { readonly reuse: number | null }): Promise<CommittedRun<Result>>
}

/**
 * A kind of durable change of a conversation. Runs of one kind are written together, in the order of arrival.
 * @typeParam Input what one change carries; `conversationId` picks its lane.
 */
export type ChangeKind<Input extends { readonly conversationId: string } = { readonly conversationId: string }, Result = unknown> =
  | LockedKind<Input, Result>
  | AloneKind<Input, Result>

/** Every durable change of a conversation goes through here. */
export interface Writer {
  /**
   * Queues a change; resolves after COMMIT with its result.
   * @throws {PalaverError} the refusal of the kind's re-check; `overloaded` when the queue is full or the conversation stayed locked;
   * `unavailable` when the database is not there or the writer was closed; `internal` when SQL failed for this very change.
   */
  submit<Input extends { readonly conversationId: string }, Result>(
    kind: ChangeKind<Input, Result>,
    input: Input,
  ): Promise<{ readonly result: Result; readonly replay: boolean }>
  /** Waits for what is queued, then refuses new changes. */
  close(): Promise<void>
}
