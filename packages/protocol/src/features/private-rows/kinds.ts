import * as Type from 'typebox'
import { Counter } from '../../scalars.ts'
import { ActivityMark } from '../activity/schemas.ts'
import { Draft } from '../drafts/schemas.ts'
import { Hidden } from '../hidden/schemas.ts'
import { Vote } from '../polls/schemas.ts'
import { Reminder } from '../reminders/schemas.ts'
import { Saved } from '../saved/schemas.ts'
import { FollowedThread } from '../threads/schemas.ts'
import { Scheduled } from '../scheduled/schemas.ts'

const rowOf = <const Kind extends string, Value extends Type.TSchema>(kind: Kind, value: Value) =>
  Type.Object({
    kind: Type.Literal(kind),
    key: Type.String({ minLength: 1, maxLength: 100 }),
    revision: Counter,
    value: Type.Optional(value),
  })

/**
 * What is private to a person and the same on all of their devices, one row for each `kind` and `key`, numbered by their userRevision. Without
 * `value` it was taken away. Each feature enters its kinds here; clients keep kinds that they do not know and show nothing of them.
 */
export const PrivateRow = Type.Union([
  rowOf('draft', Draft), rowOf('saved', Saved), rowOf('reminder', Reminder), rowOf('thread', FollowedThread), rowOf('hidden', Hidden), rowOf('activity', ActivityMark), rowOf('vote', Vote), rowOf('scheduled', Scheduled),
])
export type PrivateRow = Type.Static<typeof PrivateRow>

/** Kinds of private rows. */
export type PrivateKind = PrivateRow['kind']
/** What a row of a kind holds. */
export type PrivateValue<Kind extends PrivateKind = PrivateKind> = NonNullable<Extract<PrivateRow, { kind: Kind }>['value']>

/** How many rows of a kind one person may have at a time. */
export const mostPrivateRows: Readonly<Record<PrivateKind, number>> = { draft: 500, saved: 5000, reminder: 500, thread: 1000, hidden: 5000, activity: 1, vote: 5000, scheduled: 100 }
