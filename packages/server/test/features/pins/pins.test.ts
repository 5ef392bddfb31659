import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'
import { seedMessages } from '../../support/history.ts'

describe.each(dialects)('pins on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna, ben] = (await seedPeople(bench.database, 2)) as [string, string]
  })
  afterAll(() => bench.close())

  const newGroup = (type: 'group' | 'direct' = 'group') => seedConversation(bench.database, { type, userIds: [anna, ben], roles: type === 'direct' ? ['member'] : ['owner'] })
  const send = async (conversationId: string) => {
    const { id } = await bench.run('message.send', ben, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'one' } })
    return { conversationId, messageId: id }
  }
  const newest = async (conversationId: string) => (await bench.run('message.list', anna, { conversationId, limit: 1 })).messages[0]
  const listed = async (conversationId: string, userId = anna) => (await bench.run('pin.list', userId, { conversationId })).messages.map(({ id }) => id)

  it('stand in the message, are listed the last first, and are told by a note', async () => {
    const conversationId = await newGroup()
    const [one, two] = [await send(conversationId), await send(conversationId)]
    const { message } = await bench.run('message.pin', anna, two)
    expect(message.pin).toEqual({ by: anna, at: expect.any(Number) })
    expect(await newest(conversationId)).toMatchObject({ senderId: anna, position: 3, content: { kind: 'system', note: { type: 'message_pinned', messageId: two.messageId, position: 2 } } })
    await new Promise((resolve) => setTimeout(resolve, 3))
    await bench.run('message.pin', anna, one)
    expect(await listed(conversationId, ben)).toEqual([one.messageId, two.messageId])
    expect((await bench.run('message.unpin', anna, two)).message).not.toHaveProperty('pin')
    expect(await newest(conversationId)).toMatchObject({ content: { note: { type: 'message_unpinned', messageId: two.messageId, position: 2 } } })
    expect(await listed(conversationId)).toEqual([one.messageId])
  })

  it('are set operations: twice is once, and writes one note', async () => {
    const conversationId = await newGroup()
    const message = await send(conversationId)
    const first = await bench.run('message.pin', anna, message)
    const { position } = (await newest(conversationId))!
    expect(await bench.run('message.pin', anna, message)).toEqual(first)
    await bench.run('message.unpin', anna, message)
    await bench.run('message.unpin', anna, message)
    expect((await newest(conversationId))!.position).toBe(position + 1)
  })

  it('are for staff in groups, and for both in direct conversations', async () => {
    const inGroup = await send(await newGroup())
    expect(await bench.refusal('message.pin', ben, inGroup)).toMatchObject({ code: 'forbidden', message: 'unable to pin the message; your role here may not' })
    const inDirect = await send(await newGroup('direct'))
    for (const userId of [anna, ben]) {
      await bench.run('message.pin', userId, inDirect)
      await bench.run('message.unpin', userId, inDirect)
    }
  })

  it('are never system messages', async () => {
    const conversationId = await newGroup()
    await bench.run('conversation.update', anna, { conversationId, name: 'New name' })
    const note = (await newest(conversationId))!
    expect(await bench.refusal('message.pin', anna, { conversationId, messageId: note.id })).toMatchObject({ code: 'forbidden' })
  })

  it('are at most 100 in a conversation, also when they come at once', async () => {
    const conversationId = await newGroup()
    await seedMessages(bench.database, conversationId, ben, 103)
    await bench.database.query(`UPDATE messages SET parts = jsonb_build_object('pin', jsonb_build_object('by', $2::text, 'at', position)) WHERE conversation_id = $1 AND position <= 98`, [conversationId, anna])
    const { messages } = await bench.run('message.list', anna, { conversationId, after: 98 })
    const outcomes = await Promise.allSettled(messages.map(({ id }) => bench.run('message.pin', anna, { conversationId, messageId: id })))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected'])
    expect(await listed(conversationId)).toHaveLength(100)
    const refused = { conversationId, messageId: messages[2]!.id }
    expect(await bench.refusal('message.pin', anna, refused)).toMatchObject({ code: 'limit_reached', message: 'unable to pin the message; the conversation has 100 pinned messages' })
    await bench.run('message.unpin', anna, { conversationId, messageId: messages[0]!.id })
    await bench.run('message.pin', anna, refused)
  })

  it('go with the message, and are hidden where it is', async () => {
    const conversationId = await newGroup()
    const [one, two] = [await send(conversationId), await send(conversationId)]
    for (const message of [one, two]) await bench.run('message.pin', anna, message)
    await bench.database.query('UPDATE members SET visible_from = 2 WHERE conversation_id = $1 AND user_id = $2', [conversationId, ben])
    expect(await listed(conversationId, ben)).toEqual([two.messageId])
    // As a deletion leaves it: without parts.
    await bench.database.query(`UPDATE messages SET kind = 'deleted', content = '{"kind":"deleted"}', parts = NULL WHERE id = $1`, [two.messageId])
    expect(await listed(conversationId)).toEqual([one.messageId])
    expect(await bench.refusal('message.unpin', anna, two)).toMatchObject({ code: 'not_found' })
  })

  it('are found without reading the history, however long it is', async () => {
    const conversationId = await newGroup()
    await seedMessages(bench.database, conversationId, ben, 20_000)
    await bench.run('message.pin', anna, await send(conversationId))
    await bench.database.query('ANALYZE messages')
    const readBy = `SELECT coalesce(pg_stat_get_xact_tuples_returned(c.oid), 0)::int AS rows FROM pg_class c
      WHERE c.relname IN ('messages', 'messages_pkey', 'messages_pinned', 'messages_revision') ORDER BY c.relname`
    const [before, after] = await bench.database.transaction(async (tx) => {
      const first = await tx.query<{ rows: number }>(readBy)
      await tx.query('SELECT count(*) FROM palaver_pinned($1::uuid)', [conversationId])
      return [first, await tx.query<{ rows: number }>(readBy)] as const
    })
    expect(after.map(({ rows }, n) => rows - (before[n]?.rows ?? 0))).toEqual([0, 1, 0, 0])
  })
})
