import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('hidden messages on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna, ben] = (await seedPeople(bench.database, 2)) as [string, string]
  })
  afterAll(() => bench.close())

  const begin = async (count = 2) => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
    const messageIds: string[] = []
    for (let n = 0; n < count; n++) messageIds.push((await bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'hello' } })).id)
    return { conversationId, messageIds }
  }
  const known = async (userId: string) => (await bench.run('user.changes', userId, { since: 0 })).rows?.map(({ key }) => key) ?? []

  it('are told to the devices of who hid them, in one event, and to nobody else', async () => {
    const { conversationId, messageIds } = await begin()
    const events = bench.bus.events.length
    const { rows } = await bench.run('message.hide', ben, { conversationId, messageIds })
    expect(rows.map(({ key }) => key)).toEqual(messageIds)
    expect(bench.bus.events.slice(events)).toMatchObject([{ name: 'private.changed', scope: 'user', id: ben }])
    expect(await known(ben)).toEqual(expect.arrayContaining(messageIds))
    expect(await known(anna)).toEqual([])
  })

  it('stay where they are for everybody, and come back when shown again', async () => {
    const { conversationId, messageIds } = await begin()
    const before = await bench.run('message.list', ben, { conversationId })
    const hidden = await bench.run('message.hide', ben, { conversationId, messageIds })
    expect(await bench.run('message.hide', ben, { conversationId, messageIds })).toEqual(hidden)
    expect(await bench.run('message.list', ben, { conversationId })).toEqual(before)
    const { rows } = await bench.run('message.unhide', ben, { messageIds: [messageIds[0]!] })
    expect(rows[0]).not.toHaveProperty('value')
    expect(await known(ben)).toContain(messageIds[1])
    expect(await known(ben)).not.toContain(messageIds[0])
  })

  it('may be deleted ones, and are shown again without membership', async () => {
    const { conversationId, messageIds } = await begin()
    await bench.run('message.delete', anna, { conversationId, messageId: messageIds[0]! })
    expect((await bench.run('message.hide', ben, { conversationId, messageIds })).rows).toHaveLength(2)
    await bench.run('member.remove', anna, { conversationId, userId: ben })
    expect(await bench.refusal('message.hide', ben, { conversationId, messageIds })).toMatchObject({ code: 'not_found' })
    await bench.run('message.unhide', ben, { messageIds })
    expect(await known(ben)).toEqual(expect.not.arrayContaining(messageIds))
  })

  it('are 50 at once at most', async () => {
    const { conversationId } = await begin(1)
    const messageIds = Array.from({ length: 51 }, () => randomUUID())
    expect(await bench.refusal('message.hide', ben, { conversationId, messageIds })).toMatchObject({ code: 'invalid_input' })
  })
})
