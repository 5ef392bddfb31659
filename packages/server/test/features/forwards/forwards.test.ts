import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('forwards on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string, cleo: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna, ben, cleo] = (await seedPeople(bench.database, 3)) as [string, string, string]
  })
  afterAll(() => bench.close())

  const content = { kind: 'text', text: 'hello' } as const
  const places = async () => {
    const [source, target] = [await seedConversation(bench.database, { userIds: [anna, ben] }), await seedConversation(bench.database, { userIds: [ben, cleo] })]
    const sent = await bench.run('message.send', anna, { conversationId: source, clientId: randomUUID(), content, custom: { mood: 'fine' }, mentions: { userIds: [ben] } })
    return { source, target, sent }
  }
  const forward = (conversationId: string, from: string, messageId: string) => ({ conversationId, clientId: randomUUID(), from: { conversationId: from, messageId } })

  it('say what was said, by whom and when, and not where', async () => {
    const { source, target, sent } = await places()
    const { id } = await bench.run('message.forward', ben, forward(target, source, sent.id))
    const { message } = await bench.run('message.get', cleo, { conversationId: target, messageId: id })
    expect(message).toEqual({
      id, position: 1, revision: 2, senderId: ben, clientId: expect.any(String), content, createdAt: expect.any(Number),
      forwardedFrom: { senderId: anna, createdAt: sent.createdAt },
    })
    expect(JSON.stringify(message)).not.toContain(source)
    const onward = await bench.run('message.forward', cleo, forward(target, target, id))
    expect((await bench.run('message.get', cleo, { conversationId: target, messageId: onward.id })).message.forwardedFrom).toEqual({ senderId: anna, createdAt: sent.createdAt })
  })

  it('are sent once, also when the source is out of reach by the second time', async () => {
    const { source, target, sent } = await places()
    const input = forward(target, source, sent.id)
    const first = await bench.runRaw('message.forward', ben, input)
    await bench.run('member.remove', anna, { conversationId: source, userId: ben })
    expect(await bench.runRaw('message.forward', ben, input)).toEqual({ output: first.output, replay: true })
    const other = { ...input, from: { ...input.from, messageId: randomUUID() } }
    expect(await bench.refusal('message.forward', ben, other)).toMatchObject({ code: 'idempotency_conflict' })
    expect(await bench.refusal('message.forward', ben, { ...input, clientId: randomUUID() })).toMatchObject({ code: 'not_found', path: '/from/messageId' })
  })

  it('and sends do not answer for each other', async () => {
    const { source, target, sent } = await places()
    const input = forward(target, source, sent.id)
    await bench.runRaw('message.forward', ben, input)
    expect(await bench.refusal('message.send', ben, { conversationId: target, clientId: input.clientId, content })).toMatchObject({ code: 'idempotency_conflict' })
  })

  it('reach nothing that the caller may not read', async () => {
    const { source, target, sent } = await places()
    await bench.database.query('UPDATE members SET visible_from = 2 WHERE conversation_id = $1 AND user_id = $2', [source, ben])
    const hidden = await bench.refusal('message.forward', ben, forward(target, source, sent.id))
    expect(hidden).toMatchObject({ code: 'not_found' })
    expect(await bench.refusal('message.forward', cleo, forward(target, source, sent.id))).toEqual(hidden)
    expect(await bench.refusal('message.forward', cleo, forward(target, randomUUID(), randomUUID()))).toEqual(hidden)
  })

  it('are not made of system messages', async () => {
    const { source, target } = await places()
    await bench.run('conversation.update', anna, { conversationId: source, name: 'another name' })
    const { messages } = await bench.run('message.list', ben, { conversationId: source })
    const note = messages.find((message) => message.content.kind === 'system')
    expect(await bench.refusal('message.forward', ben, forward(target, source, note?.id ?? ''))).toMatchObject({ code: 'forbidden', path: '/from/messageId' })
  })

  it("are not edited: nobody changes another's words", async () => {
    const { source, target, sent } = await places()
    const { id: messageId } = await bench.run('message.forward', ben, forward(target, source, sent.id))
    const edit = { conversationId: target, messageId, clientId: randomUUID(), content: { kind: 'text', text: 'never said' } }
    expect(await bench.refusal('message.edit', ben, edit)).toMatchObject({ code: 'forbidden', message: 'unable to edit the message; it is not yours' })
  })
})
