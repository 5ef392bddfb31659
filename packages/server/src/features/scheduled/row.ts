import type { Sql } from '../../platform/sql.ts'
import type { Timers } from '../../platform/timers/timers.ts'

/** What the timer of a scheduled message carries. */
export interface ScheduledDue {
  readonly userId: string
  readonly scheduledId: string
  /** The time that was asked for: another one means that it was changed since. */
  readonly at: number
}

export const timerKind = 'scheduled'

/** The row of a scheduled message. */
export const rowOf = (scheduledId: string) => ({ kind: 'scheduled', key: scheduledId }) as const

/** The key of its timer: other people's rows may have the same key. */
export const keyOf = ({ userId, scheduledId }: Omit<ScheduledDue, 'at'>): string => `${userId} ${scheduledId}`

/** Sets the timer of a scheduled message, in the transaction that writes its row. */
export const setDue = (timers: Pick<Timers, 'set'>, tx: Sql, due: ScheduledDue): Promise<void> =>
  timers.set<ScheduledDue>(tx, timerKind, { key: keyOf(due), data: due, dueAt: new Date(due.at) })
