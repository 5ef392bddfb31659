import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('saved messages on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna, ben] = (await seedPeople(bench.database, 2)) as [string, string]
  })
  afterAll(() => bench.close())

  const begin = async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
    const send = async () => (await bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'keep me' } })).id
    return { conversationId, ids: [await send(), await send()] as const }
  }

  it('are given to who saved them, and to nobody else', async () => {
    const { conversationId, ids } = await begin()
    const first = await bench.run('saved.add', ben, { conversationId, messageId: ids[0] })
    expect(await bench.run('saved.add', ben, { conversationId, messageId: ids[0] })).toEqual(first)
    const messageIds = [...ids, ids[0], randomUUID()]
    expect(await bench.run('saved.messages', ben, { messageIds })).toMatchObject({ messages: [{ conversationId, message: { id: ids[0], position: 1 } }] })
    expect(await bench.run('saved.messages', anna, { messageIds })).toEqual({ messages: [] })
  })

  it('are not read any more by who left, and are there again on coming back', async () => {
    const { conversationId, ids } = await begin()
    await bench.run('saved.add', ben, { conversationId, messageId: ids[1] })
    await bench.run('member.remove', anna, { conversationId, userId: ben })
    expect(await bench.run('saved.messages', ben, { messageIds: [ids[1]] })).toEqual({ messages: [] })
    await bench.run('member.add', anna, { conversationId, userIds: [ben] })
    expect((await bench.run('saved.messages', ben, { messageIds: [ids[1]] })).messages).toHaveLength(1)
    const { rows } = await bench.run('saved.remove', ben, { messageId: ids[1] })
    expect(rows).toEqual([{ kind: 'saved', key: ids[1], revision: rows[0]!.revision }])
    expect(await bench.run('saved.messages', ben, { messageIds: [ids[1]] })).toEqual({ messages: [] })
  })

  it('are not what came before one may read', async () => {
    const { conversationId, ids } = await begin()
    await bench.database.query('UPDATE members SET visible_from = 2 WHERE conversation_id = $1 AND user_id = $2', [conversationId, ben])
    expect(await bench.refusal('saved.add', ben, { conversationId, messageId: ids[0] })).toMatchObject({ code: 'not_found' })
    expect(await bench.refusal('reminder.set', ben, { conversationId, messageId: ids[0], at: 1 })).toMatchObject({ code: 'not_found' })
  })
})
