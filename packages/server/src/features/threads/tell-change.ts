import { isDeepStrictEqual } from 'node:util'
import type { ChangeEvent, LockedKind } from '../../platform/writer/change.ts'
import { changedEvent, MessageStates } from '../messages/port.ts'
import { ThreadRows } from './thread-rows.ts'

/** What the timer of a root carries that is to tell of its thread. */
export interface ThreadDue {
  readonly conversationId: string
  readonly threadId: string
}

export const timerKind = 'thread'

/** Roots tell how their threads stand. Says what is so, and not what happened: a timer that comes twice, or late, finds nothing to change. */
export const tellThreads: LockedKind<ThreadDue, undefined> = {
  name: 'threads.tell',
  endsBatch: false,
  repeatable: true,
  async write(tx, locking, run) {
    const [locked, roots, threads] = await Promise.all([
      locking,
      MessageStates.read(tx, run.map(({ conversationId, threadId }) => ({ conversationId, messageId: threadId }))),
      ThreadRows.read(tx, run.map(({ threadId }) => threadId)),
    ])
    const events = run.flatMap(({ conversationId, threadId }): ChangeEvent[] => {
      const conversation = locked.get(conversationId)
      const root = roots.find(conversationId, threadId)
      const thread = threads.summary(threadId)
      if (!conversation || !root || !thread || isDeepStrictEqual(root.message.thread, thread)) return []
      conversation.changed = true
      root.become({ parts: { thread } }, ++conversation.headRevision)
      threads.tell(threadId, conversation.now)
      return [changedEvent(conversationId, root.message)]
    })
    await Promise.all([roots.store(tx), threads.store(tx)])
    return { outcomes: run.map(() => ({ ok: true, result: undefined })), events }
  },
}
