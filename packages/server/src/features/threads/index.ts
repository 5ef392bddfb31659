import { PalaverError } from '@palaver/protocol'
import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Timers } from '../../platform/timers/timers.ts'
import type { Writer } from '../../platform/writer/change.ts'
import type { SendOption } from '../messages/port.ts'
import { answerPrivately, submitPrivately } from '../private-rows/port.ts'
import { followThreads, readThreads, unfollowThreads } from './follow-change.ts'
import { readThreadCursor, writeThreadCursor } from './list-cursor.ts'
import { threadOption } from './option.ts'
import { sendReplies } from './reply-change.ts'
import { readThreadPage, readThreadViews } from './repository.ts'
import { tellThreads, type ThreadDue, timerKind } from './tell-change.ts'

export interface ThreadsParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly writer: Writer
  readonly timers: Pick<Timers, 'set' | 'handle'>
}

/** Binds the thread.* commands, and what happens when a root is to tell of its thread; gives the option of a send that puts it into a thread. */
export function createThreads({ commands, sql, writer, timers }: ThreadsParts): SendOption {
  commands.bindUser('thread.history', async ({ conversationId, threadId, before = Number.MAX_SAFE_INTEGER, limit = 50 }, { userId }) => {
    const page = await readThreadPage(sql, { conversationId, userId, threadId, before, limit: limit + 1 })
    if (!page) throw new PalaverError('not_found', 'unable to read the thread; there is no such message')
    if (!page.isRoot) throw new PalaverError('invalid_input', 'unable to read the thread; the message is a reply in one itself', { path: '/threadId' })
    return { root: page.root, messages: page.messages.slice(-limit), hasBefore: page.messages.length > limit }
  })
  commands.bindUser('thread.follow', (input, { userId }) => answerPrivately(writer, followThreads, { command: 'thread.follow', input, userId }))
  commands.bindUser('thread.unfollow', (input, { userId }) => answerPrivately(writer, unfollowThreads, { command: 'thread.unfollow', input, userId }))
  commands.bindUser('thread.read', (input, { userId }) => submitPrivately(writer, readThreads, { callerId: userId, input }))
  commands.bindUser('thread.list', async ({ cursor, limit = 20 }, { userId }) => {
    const views = await readThreadViews(sql, { userId, after: cursor === undefined ? undefined : readThreadCursor(cursor), limit: limit + 1 })
    const last = views.length > limit ? views[limit - 1] : undefined
    return { threads: views.slice(0, limit).map(({ view }) => view), ...(last && { nextCursor: writeThreadCursor(last.cursor) }) }
  })
  timers.handle<ThreadDue>(timerKind, async (due) => {
    // The writer commits it; the timer goes afterwards.
    await writer.submit(tellThreads, due)
  })
  return threadOption(sendReplies(timers))
}
