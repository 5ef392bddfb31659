import type { Timers } from '../../platform/timers/timers.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { expireMessages } from './change.ts'
import { takeAwayFrom, timerKind } from './repository.ts'

export interface DisappearingParts {
  readonly writer: Writer
  readonly timers: Pick<Timers, 'set' | 'cancel' | 'handle'>
  /** Tables whose rows go with their message, by `conversation_id` and `position`. */
  readonly tables: readonly string[]
}

/** Takes messages away when their time is over. */
export function createDisappearing({ writer, timers, tables }: DisappearingParts): void {
  const expire = expireMessages(timers, takeAwayFrom(tables))
  // The change sets its timer anew, or takes it away, in its own transaction: a send that comes next finds it so.
  timers.handle<{ conversationId: string }>(timerKind, async (due) => void (await writer.submit(expire, due)))
}
