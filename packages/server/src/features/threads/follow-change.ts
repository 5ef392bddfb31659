import { type CommandInput, PalaverError } from '@palaver/protocol'
import { definePrivateChange } from '../private-rows/port.ts'
import { rowOf } from './followers.ts'
import { ReadableRoots } from './readable-roots.ts'

/** Following threads by hand: what is there counts as read. One that is followed already stays as it is. */
export const followThreads = definePrivateChange<CommandInput<'thread.follow'>, ReadableRoots>({
  name: 'threads.follow',
  doing: 'follow the thread',
  rowsOf: ({ threadId }) => [rowOf(threadId)],
  prepare: (tx, run) => ReadableRoots.read(tx, run.map(({ callerId: userId, input }) => ({ userId, ...input }))),
  decide: ({ conversationId, threadId }, { callerId: userId, find }, roots) => {
    const root = roots.find({ userId, conversationId, threadId })
    if (!root || root.isDeleted) return new PalaverError('not_found', 'unable to follow the thread; there is no such message')
    if (!root.isRoot) return new PalaverError('invalid_input', 'unable to follow the thread; only what people said in the conversation has one', { path: '/threadId' })
    const row = rowOf(threadId)
    return find(row)?.value ? [] : [{ ...row, value: { conversationId, read: root.last } }]
  },
})

/** Following no longer; that it was chosen is remembered by what is left of the row. */
export const unfollowThreads = definePrivateChange<CommandInput<'thread.unfollow'>>({
  name: 'threads.unfollow',
  doing: 'follow the thread no longer',
  rowsOf: ({ threadId }) => [rowOf(threadId)],
  decide: ({ threadId }) => [{ ...rowOf(threadId), value: undefined }],
})

/** Marks of threads: forward only, and no further than the last reply. */
export const readThreads = definePrivateChange<CommandInput<'thread.read'>, ReadableRoots>({
  name: 'threads.mark',
  doing: 'read the thread',
  rowsOf: ({ threadId }) => [rowOf(threadId)],
  prepare: (tx, run) => ReadableRoots.read(tx, run.map(({ callerId: userId, input }) => ({ userId, ...input }))),
  decide: ({ conversationId, threadId, position }, { callerId: userId, find }, roots) => {
    const root = roots.find({ userId, conversationId, threadId })
    if (!root) return new PalaverError('not_found', 'unable to read the thread; there is no such message')
    const row = rowOf(threadId)
    const value = find(row)?.value
    const read = Math.min(position, root.last)
    return value && value.read < read ? [{ ...row, value: { ...value, read } }] : []
  },
})
