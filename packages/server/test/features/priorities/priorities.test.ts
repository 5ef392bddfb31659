import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('priorities on %s', (dialect) => {
  let bench: ConversationBench
  let people: string[]
  let anna: string, ben: string, cleo: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    people = await seedPeople(bench.database, 60)
    ;[anna, ben, cleo] = people as [string, string, string]
  })
  afterAll(() => bench.close())

  const group = (userIds = [anna, ben, cleo]) => seedConversation(bench.database, { userIds })
  const send = (conversationId: string, options: object) => bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'come' }, ...options })

  it('stand in the message as they were asked for, in one round trip', async () => {
    const conversationId = await group()
    await send(conversationId, {})
    expect(await bench.counting.during(() => send(conversationId, { silent: true, urgent: true }))).toBe(1)
    expect((await bench.run('message.list', ben, { conversationId })).messages.at(-1)).toMatchObject({ silent: true, urgent: true })
  })

  it('of guests are not urgent', async () => {
    const conversationId = await group()
    const input = { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'come' }, urgent: true }
    expect(await bench.refusal('message.send', anna, input, 'guest')).toMatchObject({ code: 'forbidden' })
  })

  it('count each acknowledgement once, also those of one batch, and list them', async () => {
    const conversationId = await group()
    const { id: messageId } = await send(conversationId, { urgent: true })
    const [first, again, other] = await Promise.all([ben, ben, cleo].map((userId) => bench.run('message.acknowledge', userId, { conversationId, messageId })))
    expect(again!.message.acknowledged).toEqual(first!.message.acknowledged)
    expect(other!.message.acknowledged).toEqual({ count: 2, userIds: [ben, cleo] })
    expect((await bench.run('message.acknowledge', ben, { conversationId, messageId })).message).toEqual(other!.message)
    const page = await bench.run('message.acknowledgements', anna, { conversationId, messageId, limit: 1 })
    expect(page).toMatchObject({ acknowledgements: [{ userId: cleo, revision: other!.message.revision }], hasMore: true })
    const rest = await bench.run('message.acknowledgements', anna, { conversationId, messageId, before: page.acknowledgements[0]!.revision })
    expect(rest).toMatchObject({ acknowledgements: [{ userId: ben }], hasMore: false })
  })

  it('name the first fifty', async () => {
    const conversationId = await group(people)
    const { id: messageId } = await send(conversationId, { urgent: true })
    for (const userId of people.slice(1)) await bench.run('message.acknowledge', userId, { conversationId, messageId })
    const { message } = await bench.run('message.get', anna, { conversationId, messageId })
    expect(message.acknowledged).toEqual({ count: 59, userIds: people.slice(1, 51) })
  })

  it('are acknowledged by others, and only when they ask for it', async () => {
    const conversationId = await group()
    const plain = await send(conversationId, {})
    const urgent = await send(conversationId, { urgent: true })
    expect(await bench.refusal('message.acknowledge', ben, { conversationId, messageId: plain.id })).toMatchObject({ code: 'forbidden', message: 'unable to acknowledge the message; it does not ask for it' })
    expect(await bench.refusal('message.acknowledge', anna, { conversationId, messageId: urgent.id })).toMatchObject({ code: 'forbidden', message: 'unable to acknowledge the message; it is your own' })
  })
})
