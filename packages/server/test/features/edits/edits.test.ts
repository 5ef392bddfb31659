import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('edits on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna, ben] = (await seedPeople(bench.database, 2)) as [string, string]
  })
  afterAll(() => bench.close())

  const text = (value: string) => ({ kind: 'text', text: value }) as const
  const sendInput = (conversationId: string) => ({ conversationId, clientId: randomUUID(), content: text('one'), custom: { mood: 'fine' } })
  const edit = (conversationId: string, messageId: string, value: string, clientId: string = randomUUID()) =>
    bench.run('message.edit', anna, { conversationId, messageId, clientId, content: text(value) })

  it('takes the next revision, keeps place and custom data, and shows in history and catch-up', async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
    const sent = await bench.run('message.send', anna, sendInput(conversationId))
    await bench.run('message.send', ben, sendInput(conversationId))
    const { message } = await edit(conversationId, sent.id, 'two')
    expect(message).toMatchObject({ id: sent.id, position: 1, revision: sent.revision + 2, content: text('two'), custom: { mood: 'fine' }, editedAt: expect.any(Number) })
    expect((await bench.run('message.get', ben, { conversationId, messageId: sent.id })).message).toEqual(message)
    const changes = await bench.run('conversation.changes', ben, { conversationId, since: sent.revision + 1 })
    expect(changes).toEqual({ after: sent.revision + 1, upTo: message.revision, rows: { memberCount: 2, messages: [message] } })
  })

  it('keeps what was said, the newest first, in pages', async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
    const { id: messageId } = await bench.run('message.send', anna, sendInput(conversationId))
    for (const value of ['two', 'three', 'four']) await edit(conversationId, messageId, value)
    const first = await bench.run('message.edits', ben, { conversationId, messageId, limit: 2 })
    expect(first).toMatchObject({ edits: [{ content: text('three') }, { content: text('two') }], hasMore: true })
    const rest = await bench.run('message.edits', ben, { conversationId, messageId, before: first.edits[1]!.revision })
    expect(rest).toMatchObject({ edits: [{ content: text('one') }], hasMore: false })
  })

  it('changes nothing when the words are the same', async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
    const sent = await bench.run('message.send', anna, sendInput(conversationId))
    const { message } = await edit(conversationId, sent.id, 'one')
    expect(message.revision).toBe(sent.revision)
    expect(message).not.toHaveProperty('editedAt')
    expect(await bench.run('message.edits', anna, { conversationId, messageId: sent.id })).toEqual({ edits: [], hasMore: false })
  })

  it('answers a repeated clientId with the message as it stands, and does not undo an edit in between', async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
    const { id: messageId } = await bench.run('message.send', anna, sendInput(conversationId))
    const clientId = randomUUID()
    await edit(conversationId, messageId, 'two', clientId)
    const later = await edit(conversationId, messageId, 'three')
    expect(await edit(conversationId, messageId, 'two', clientId)).toEqual(later)
    expect((await bench.run('message.get', ben, { conversationId, messageId })).message).toEqual(later.message)
  })

  it('leaves the answer to a send that comes again as it was', async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
    const input = sendInput(conversationId)
    const sent = await bench.run('message.send', anna, input)
    await edit(conversationId, sent.id, 'two')
    expect(await bench.run('message.send', anna, input)).toEqual(sent)
    const together = await Promise.all([input, sendInput(conversationId)].map((each) => bench.run('message.send', anna, each)))
    expect(together[0]).toEqual(sent)
  })

  it('is over when its time is', async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
    const { id: messageId } = await bench.run('message.send', anna, sendInput(conversationId))
    await bench.database.query(`UPDATE messages SET created_at = created_at - interval '25 hours' WHERE id = $1`, [messageId])
    const refused = await bench.refusal('message.edit', anna, { conversationId, messageId, clientId: randomUUID(), content: text('late') })
    expect(refused).toMatchObject({ code: 'forbidden', message: 'unable to edit the message; the time for it is over' })
  })

  it('does not reach what a member may not read', async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
    const { id: messageId } = await bench.run('message.send', anna, sendInput(conversationId))
    await bench.database.query('UPDATE members SET visible_from = 2 WHERE conversation_id = $1 AND user_id = $2', [conversationId, anna])
    expect(await bench.refusal('message.edit', anna, { conversationId, messageId, clientId: randomUUID(), content: text('hidden') })).toMatchObject({ code: 'not_found' })
    expect(await bench.refusal('message.edits', anna, { conversationId, messageId })).toMatchObject({ code: 'not_found' })
  })
})
