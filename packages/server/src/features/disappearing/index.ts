import type { Timers } from '../../platform/timers/timers.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { expireMessages } from './change.ts'
import { timerKind } from './repository.ts'

export interface DisappearingParts {
  readonly writer: Writer
  readonly timers: Pick<Timers, 'set' | 'cancel' | 'handle'>
}

/** Takes messages away when their time is over. */
export function createDisappearing({ writer, timers }: DisappearingParts): void {
  const expire = expireMessages(timers)
  // The change sets its timer anew, or takes it away, in its own transaction: a send that comes next finds it so.
  timers.handle<{ conversationId: string }>(timerKind, async (due) => void (await writer.submit(expire, due)))
}
