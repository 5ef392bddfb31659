import { randomUUID } from 'node:crypto'
import type { CommandInput, PrivateRow } from '@palaver/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tellThreads } from '../../../src/features/threads/tell-change.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('threads on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string, cleo: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna, ben, cleo] = (await seedPeople(bench.database, 3)) as [string, string, string]
  })
  afterAll(() => bench.close())

  type Options = Partial<CommandInput<'message.send'>>
  const inputOf = (conversationId: string, options: Options) => ({ conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'so it is' } as const, ...options })
  const send = (userId: string, conversationId: string, options: Options = {}) => bench.run('message.send', userId, inputOf(conversationId, options))
  const begin = async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben, cleo] })
    const { id: threadId } = await send(anna, conversationId)
    return { conversationId, threadId }
  }
  const view = async (userId: string, conversationId: string) => bench.run('conversation.get', userId, { conversationId })
  const rowsOf = async (userId: string, key: string): Promise<PrivateRow[]> => ((await bench.run('user.changes', userId, { since: 0 })).rows ?? []).filter((row) => row.key === key)

  it('concern those whom replies name and answer, as messages in the conversation do', async () => {
    const { conversationId, threadId } = await begin()
    const { id: replyToId } = await send(ben, conversationId, { threadId })
    const reply = await send(anna, conversationId, { threadId, replyToId, mentions: { userIds: [cleo] } })
    const concerned = async (userId: string) => (await bench.run('activity.list', userId, {})).entries.filter(({ message }) => message.id === reply.id)
    expect(await concerned(cleo)).toMatchObject([{ kind: 'mention', conversationId }])
    expect(await concerned(ben)).toMatchObject([{ kind: 'reply', message: { threadId } }])
  })

  it('disappear when the sender or the conversation says so, by the shorter time', async () => {
    const { conversationId, threadId } = await begin()
    const expiryOf = async (options: Options) => {
      const { id: messageId, createdAt } = await send(ben, conversationId, { threadId, ...options })
      const { message } = await bench.run('message.get', ben, { conversationId, messageId })
      return message.expiresAt === undefined ? undefined : message.expiresAt - createdAt
    }
    expect(await expiryOf({})).toBeUndefined()
    expect(await expiryOf({ disappearAfterMs: 60_000 })).toBe(60_000)
    expect(await bench.database.query(`SELECT key FROM timers WHERE kind = 'disappearing' AND key = $1`, [conversationId])).toHaveLength(1)
    await bench.run('conversation.update', anna, { conversationId, settings: { disappearAfterMs: 30_000 } })
    expect([await expiryOf({}), await expiryOf({ disappearAfterMs: 60_000 })]).toEqual([30_000, 30_000])
  })

  it('stand in the log without a hole, and are neither preview nor unread of the conversation', async () => {
    const { conversationId, threadId } = await begin()
    const before = await view(cleo, conversationId)
    const reply = await send(ben, conversationId, { threadId })
    const after = await view(cleo, conversationId)
    expect(reply.position).toBe(2)
    expect(after.head).toMatchObject({ position: 2, lastMessage: { position: 1, thread: { replyCount: 1, lastPosition: 2, lastReplyAt: reply.createdAt, participantIds: [ben] } } })
    expect(after.unread).toBe(before.unread)
    const { messages } = await bench.run('message.list', cleo, { conversationId })
    expect(messages.map(({ position }) => position)).toEqual([1, 2])
    expect(messages[1]).toMatchObject({ threadId })
    await send(ben, conversationId, { threadId, alsoToConversation: true })
    const also = await view(cleo, conversationId)
    expect([also.head.lastMessage?.position, also.unread]).toEqual([3, before.unread + 1])
    await send(anna, conversationId)
    expect((await view(cleo, conversationId)).head.lastMessage?.position).toBe(4)
  })

  it('move nobody\'s mark in the conversation', async () => {
    const { conversationId, threadId } = await begin()
    await send(ben, conversationId, { threadId })
    expect(await view(ben, conversationId)).toMatchObject({ mark: { read: 0 }, unread: 1 })
  })

  it('are followed by who began, replied and is mentioned, and read by nobody else', async () => {
    const { conversationId, threadId } = await begin()
    await send(ben, conversationId, { threadId, mentions: { userIds: [cleo] } })
    const own = (userId: string) => rowsOf(userId, threadId)
    expect(await own(anna)).toMatchObject([{ kind: 'thread', value: { conversationId, read: 1 } }])
    expect(await own(ben)).toMatchObject([{ value: { read: 2 } }])
    expect(await own(cleo)).toMatchObject([{ value: { read: 1 } }])
    expect((await bench.run('thread.list', cleo, {})).threads[0]).toMatchObject({ conversationId, root: { id: threadId }, read: 1, unread: 1 })
    await bench.run('thread.unfollow', cleo, { threadId })
    await send(ben, conversationId, { threadId, mentions: { userIds: [cleo] } })
    expect((await bench.run('thread.list', cleo, {})).threads.filter(({ root }) => root.id === threadId)).toEqual([])
    await send(cleo, conversationId, { threadId })
    expect((await bench.run('thread.list', cleo, {})).threads[0]).toMatchObject({ root: { id: threadId }, read: 4, unread: 0 })
  })

  it('have a mark of each person that moves forward only, and no further than the last reply', async () => {
    const { conversationId, threadId } = await begin()
    for (let n = 0; n < 3; n++) await send(ben, conversationId, { threadId })
    const read = async (position: number) => {
      const { rows } = await bench.run('thread.read', anna, { conversationId, threadId, position })
      return [rows[0]?.value, (await bench.run('thread.list', anna, {})).threads[0]?.unread]
    }
    expect(await read(3)).toEqual([{ conversationId, read: 3 }, 1])
    expect(await read(2)).toEqual([{ conversationId, read: 3 }, 1])
    expect(await read(99)).toEqual([{ conversationId, read: 4 }, 0])
    expect((await bench.run('thread.read', cleo, { conversationId, threadId, position: 4 })).rows).toEqual([])
  })

  it('change their root at once and then not for three seconds, however many reply', async () => {
    const { conversationId, threadId } = await begin()
    const first = await send(ben, conversationId, { threadId })
    for (let n = 0; n < 5; n++) await send(n % 2 ? anna : cleo, conversationId, { threadId })
    const root = async () => (await bench.run('message.get', anna, { conversationId, messageId: threadId })).message
    expect(await root()).toMatchObject({ revision: first.revision + 1, thread: { replyCount: 1 } })
    expect(await bench.database.query('SELECT key FROM timers WHERE kind = $1 AND key = $2', ['thread', threadId])).toHaveLength(1)
    await bench.writer.submit(tellThreads, { conversationId, threadId })
    const told = await root()
    expect(told.thread).toMatchObject({ replyCount: 6, lastPosition: 7, participantIds: [ben, cleo, anna] })
    await bench.writer.submit(tellThreads, { conversationId, threadId })
    expect(await root()).toEqual(told)
  })

  it('write a batch of replies together, a clientId once, each with its own place', async () => {
    const { conversationId, threadId } = await begin()
    const twice = inputOf(conversationId, { threadId })
    const sent = await Promise.all([twice, inputOf(conversationId, { threadId }), twice, inputOf(conversationId, {})].map((input) => bench.runRaw('message.send', ben, input)))
    expect(sent.map(({ replay }) => replay)).toEqual([false, false, true, false])
    expect(sent[2]?.output).toEqual(sent[0]?.output)
    expect((await bench.run('thread.history', ben, { conversationId, threadId })).messages).toHaveLength(2)
    const { upTo, rows } = await bench.run('conversation.changes', cleo, { conversationId, since: 1 })
    expect(rows.messages?.map(({ position }) => position).toSorted()).toEqual([1, 2, 3, 4])
    expect(upTo).toBe((await view(cleo, conversationId)).head.revision)
    expect(await bench.refusal('message.send', ben, { ...twice, content: { kind: 'text', text: 'other' } })).toMatchObject({ code: 'idempotency_conflict' })
  })

  it('cost the same round trips however long a thread is, and none to those who send elsewhere', async () => {
    const { conversationId, threadId } = await begin()
    const trips = (options: Options) => bench.counting.during(() => send(ben, conversationId, options))
    await trips({ threadId })
    const second = await trips({ threadId })
    for (let n = 0; n < 20; n++) await send(n % 2 ? anna : cleo, conversationId, { threadId })
    expect([second, await trips({ threadId }), await trips({})]).toEqual([16, 16, 1])
  })

  it('are read in pages', async () => {
    const { conversationId, threadId } = await begin()
    for (let n = 0; n < 5; n++) await send(n % 2 ? anna : ben, conversationId, n === 2 ? {} : { threadId })
    const newest = await bench.run('thread.history', cleo, { conversationId, threadId, limit: 3 })
    expect([newest.root.id, newest.messages.map(({ position }) => position), newest.hasBefore]).toEqual([threadId, [3, 5, 6], true])
    const older = await bench.run('thread.history', cleo, { conversationId, threadId, before: 3, limit: 3 })
    expect([older.messages.map(({ position }) => position), older.hasBefore]).toEqual([[2], false])
  })

  it('keep their place when a reply or the root is deleted, and take no more replies then', async () => {
    const { conversationId, threadId } = await begin()
    const reply = await send(ben, conversationId, { threadId })
    await bench.run('message.delete', ben, { conversationId, messageId: reply.id })
    await bench.run('message.delete', anna, { conversationId, messageId: threadId })
    const { root, messages } = await bench.run('thread.history', cleo, { conversationId, threadId })
    expect([root.content.kind, root.thread?.replyCount, messages[0]?.content.kind, messages[0]?.threadId]).toEqual(['deleted', 1, 'deleted', threadId])
    expect(await bench.refusal('message.send', ben, inputOf(conversationId, { threadId }))).toMatchObject({ code: 'not_found', path: '/threadId' })
    expect(await bench.refusal('thread.follow', cleo, { conversationId, threadId })).toMatchObject({ code: 'not_found' })
    const { message } = await bench.run('message.restore', anna, { conversationId, messageId: threadId })
    expect(message).toMatchObject({ content: { kind: 'text' }, thread: { replyCount: 1 } })
  })

  it('do not nest, and belong to their conversation', async () => {
    const { conversationId, threadId } = await begin()
    const other = await begin()
    const reply = await send(ben, conversationId, { threadId })
    const refusal = async (threadId: string, options: Options = {}) => bench.refusal('message.send', ben, inputOf(conversationId, { threadId, ...options }))
    expect(await refusal(reply.id)).toMatchObject({ code: 'invalid_input', path: '/threadId' })
    expect(await refusal(other.threadId)).toMatchObject({ code: 'not_found', path: '/threadId' })
    expect(await refusal(randomUUID())).toMatchObject({ code: 'not_found', path: '/threadId' })
    expect(await refusal(threadId, { replyToId: other.threadId })).toMatchObject({ code: 'not_found', path: '/replyToId' })
    expect(await bench.refusal('message.send', ben, inputOf(conversationId, { alsoToConversation: true }))).toMatchObject({ code: 'invalid_input', path: '/alsoToConversation' })
    expect(await bench.refusal('thread.follow', ben, { conversationId, threadId: reply.id })).toMatchObject({ code: 'invalid_input' })
    expect(await bench.refusal('thread.history', ben, { conversationId, threadId: reply.id })).toMatchObject({ code: 'invalid_input' })
  })

  it('are not what came before one may read, nor of those who went', async () => {
    const { conversationId, threadId } = await begin()
    await send(ben, conversationId, { threadId, mentions: { userIds: [cleo] } })
    await bench.database.query('UPDATE members SET visible_from = 2 WHERE conversation_id = $1 AND user_id = $2', [conversationId, cleo])
    const names = ['thread.history', 'thread.follow'] as const
    for (const name of names) expect(await bench.refusal(name, cleo, { conversationId, threadId })).toMatchObject({ code: 'not_found' })
    expect(await bench.refusal('thread.read', cleo, { conversationId, threadId, position: 2 })).toMatchObject({ code: 'not_found' })
    expect(await bench.refusal('message.send', cleo, inputOf(conversationId, { threadId }))).toMatchObject({ code: 'not_found' })
    expect((await bench.run('thread.list', cleo, {})).threads.filter(({ root }) => root.id === threadId)).toEqual([])
    await bench.run('member.remove', anna, { conversationId, userId: ben })
    for (const name of names) expect(await bench.refusal(name, ben, { conversationId, threadId })).toMatchObject({ code: 'not_found' })
    expect((await bench.run('thread.list', ben, {})).threads.filter(({ root }) => root.id === threadId)).toEqual([])
  })

  it('are listed by their last reply, in pages', async () => {
    const [reader = ''] = await seedPeople(bench.database, 1)
    const conversationId = await seedConversation(bench.database, { userIds: [anna, reader] })
    const roots: string[] = []
    for (let n = 0; n < 5; n++) roots.push((await send(anna, conversationId)).id)
    for (const threadId of [...roots, roots[0]!]) await send(reader, conversationId, { threadId })
    const first = await bench.run('thread.list', reader, { limit: 3 })
    const second = await bench.run('thread.list', reader, { limit: 3, cursor: first.nextCursor! })
    expect([...first.threads, ...second.threads].map(({ root }) => root.id)).toEqual([roots[0], roots[4], roots[3], roots[2], roots[1]])
    expect(second.nextCursor).toBeUndefined()
    expect(await bench.refusal('thread.list', reader, { cursor: 'eHh4' })).toMatchObject({ code: 'invalid_input', path: '/cursor' })
  })

  it('keep nobody from replying who follows too many', async () => {
    const [busy = ''] = await seedPeople(bench.database, 1)
    const conversationId = await seedConversation(bench.database, { userIds: [anna, busy] })
    await bench.database.query(`INSERT INTO private_rows (user_id, kind, key, revision, value, changed_at) SELECT $1, 'thread', gen_random_uuid()::text, 1, $2::jsonb, now() FROM generate_series(1, 1000)`, [busy, JSON.stringify({ conversationId, read: 1 })])
    const { id: threadId } = await send(anna, conversationId)
    await send(busy, conversationId, { threadId })
    expect(await rowsOf(busy, threadId)).toEqual([])
    expect(await bench.refusal('thread.follow', busy, { conversationId, threadId })).toMatchObject({ code: 'forbidden' })
  })
})
