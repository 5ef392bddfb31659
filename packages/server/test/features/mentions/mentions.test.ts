import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('mentions on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string, stranger: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna, ben, stranger] = (await seedPeople(bench.database, 3)) as [string, string, string]
  })
  afterAll(() => bench.close())

  const group = (more: object = {}) => seedConversation(bench.database, { userIds: [anna, ben], ...more })
  const input = (conversationId: string, mentions: object) => ({ conversationId, clientId: randomUUID(), content: { kind: 'text', text: '@you' } as const, mentions })

  it('stand in the message, in history and in its event', async () => {
    const conversationId = await group()
    const mentions = { userIds: [ben], roles: ['owner'], here: true }
    const { output } = await bench.runRaw('message.send', anna, input(conversationId, mentions))
    const { message } = await bench.run('message.get', ben, { conversationId, messageId: (output as { id: string }).id })
    expect(message.mentions).toEqual(mentions)
    expect(await bench.run('message.list', ben, { conversationId })).toMatchObject({ messages: [message] })
  })

  it('of somebody cost one query, of all none, and no mention none', async () => {
    const conversationId = await group()
    const tripsOf = (mentions?: object) => bench.counting.during(() => bench.runRaw('message.send', anna, { ...input(conversationId, {}), mentions }))
    await tripsOf()
    expect([await tripsOf(), await tripsOf({ all: true }), await tripsOf({ userIds: [anna, ben] })]).toEqual([1, 1, 2])
  })

  it('of people who are not members are refused, and leave no message', async () => {
    const conversationId = await group()
    expect(await bench.refusal('message.send', anna, input(conversationId, { userIds: [ben, stranger] }))).toMatchObject({ code: 'not_found', path: '/mentions/userIds/1' })
    expect((await bench.run('message.list', anna, { conversationId })).messages).toEqual([])
  })

  it('tell a stranger nothing of who is a member', async () => {
    const conversationId = await group()
    const answers = await Promise.all([ben, randomUUID()].map((id) => bench.refusal('message.send', stranger, input(conversationId, { userIds: [id] }))))
    expect(answers[0]).toEqual(await bench.refusal('message.send', stranger, input(randomUUID(), { userIds: [ben] })))
    expect(answers[1]).toEqual(answers[0])
  })

  it('of somebody who has gone since do not spoil the replay', async () => {
    const conversationId = await group()
    const sent = input(conversationId, { userIds: [ben] })
    const first = await bench.runRaw('message.send', anna, sent)
    await bench.run('member.remove', anna, { conversationId, userId: ben })
    expect(await bench.runRaw('message.send', anna, sent)).toEqual({ output: first.output, replay: true })
    expect(await bench.refusal('message.send', anna, { ...sent, content: { kind: 'text', text: 'other' } })).toMatchObject({ code: 'idempotency_conflict' })
  })

  it('are part of the input: the same clientId with others is a conflict', async () => {
    const conversationId = await group()
    const sent = input(conversationId, { userIds: [ben] })
    await bench.runRaw('message.send', anna, sent)
    expect(await bench.refusal('message.send', anna, { ...sent, mentions: { all: true } })).toMatchObject({ code: 'idempotency_conflict', path: '/clientId' })
  })

  it('of all are for those who may, side by side with sends that need no more than writing', async () => {
    const conversationId = await group({ type: 'channel' })
    expect(await bench.refusal('message.send', ben, input(conversationId, { all: true }))).toMatchObject({ code: 'forbidden', message: 'unable to send; your role here may not send this' })
    const runs = [input(conversationId, { all: true }), { ...input(conversationId, {}), mentions: undefined }, input(conversationId, { roles: ['owner'] })]
    expect((await Promise.all(runs.map((each) => bench.runRaw('message.send', anna, each)))).map(({ output }) => (output as { position: number }).position)).toEqual([1, 2, 3])
  })

  it.each([{}, { userIds: [] }, { all: false }, { roles: ['king'] }])('are refused as %j', async (mentions) => {
    expect(await bench.refusal('message.send', anna, input(await group(), mentions))).toMatchObject({ code: 'invalid_input' })
  })
})
