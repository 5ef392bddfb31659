import type { Message } from '@palaver/protocol'
import { silentKinds } from '../messages/silent-kinds.ts'
import { isOnlyInThread } from '../threads/threads.ts'
import { type MessageRows, messagesIn, runAt } from '../messages/message-rows.ts'

/** Counting ends here: it means "this many or more". */
export const unreadLimit = 100

/** Only so many messages after the read position are looked at, so that system messages, which do not count, cannot make it slow. */
export const unreadWindow = 1000

/** Does a message count as unread for `me`? Not their own, not what nobody said, and not what stands in a thread only. */
export const countsAsUnread = (message: Message, me: string): boolean =>
  message.senderId !== me && !isOnlyInThread(message) && !silentKinds.has(message.content.kind)

/** What is known of the unread: `count` of the positions up to `upTo` are unread, beyond it the rows tell. */
export interface UnreadBase {
  readonly count: number
  readonly upTo: number
}

const countBetween = (rows: MessageRows, me: string, position: number, end: number): number => {
  let count = 0
  for (const run of rows.runs.toReversed()) {
    if (run.last <= position) break
    for (const message of messagesIn(rows, { first: Math.max(run.first, position + 1), last: Math.min(run.last, end) }))
      if (countsAsUnread(message, me)) count += 1
    if (count >= unreadLimit) break
  }
  return count
}

/** Unread messages, at most {@link unreadLimit}, among the {@link unreadWindow} after the read position: exact where the rows reach from the read position to the end, else from the base on. */
export const unreadOf = (rows: MessageRows, me: string, known: { readonly base: UnreadBase; readonly read: number; readonly last: number }): number => {
  const { base, read, last } = known
  if (read >= last) return 0
  const end = read + unreadWindow
  const run = runAt(rows, read + 1)
  if (read >= base.upTo || (run && run.last >= last)) return Math.min(unreadLimit, countBetween(rows, me, read, end))
  return Math.min(unreadLimit, base.count + countBetween(rows, me, base.upTo, end))
}
