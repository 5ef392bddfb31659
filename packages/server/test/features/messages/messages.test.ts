import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('messages on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string, stranger: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect, { textMaxLength: 20 })
    ;[anna, ben, stranger] = (await seedPeople(bench.database, 3)) as [string, string, string]
  })
  afterAll(() => bench.close())

  const text = (value: string) => ({ kind: 'text', text: value }) as const
  const send = (conversationId: string, userId: string, value: string, more: object = {}) =>
    bench.run('message.send', userId, { conversationId, clientId: randomUUID(), content: text(value), ...more })
  const group = (more: object = {}) => seedConversation(bench.database, { userIds: [anna, ben], ...more })
  const positions = (page: { messages: readonly { position: number }[] }) => page.messages.map((message) => message.position)

  describe('message.send', () => {
    it('answers with id, position, revision and time, in one round trip', async () => {
      const conversationId = await group()
      await send(conversationId, anna, 'warm')
      const trips = await bench.counting.during(async () => {
        const sent = await send(conversationId, anna, 'hello', { custom: { mood: 'fine' } })
        expect(sent).toEqual({ id: expect.any(String), position: 2, revision: 3, createdAt: expect.closeTo(Date.now(), -5) })
      })
      expect(trips).toBe(1)
      const { message } = await bench.run('message.get', ben, { conversationId, messageId: (await bench.run('message.list', ben, { conversationId })).messages[1]!.id })
      expect(message).toMatchObject({ senderId: anna, content: text('hello'), custom: { mood: 'fine' }, position: 2, revision: 3 })
    })

    it('flags a repetition as a replay with the same answer', async () => {
      const conversationId = await group()
      const input = { conversationId, clientId: randomUUID(), content: text('once'), custom: { b: 1, a: 2 } }
      const first = await bench.runRaw('message.send', anna, input)
      const again = await bench.runRaw('message.send', anna, { ...input, custom: { a: 2, b: 1 } })
      expect(first.replay).toBe(false)
      expect(again).toEqual({ output: first.output, replay: true })
    })

    it('refuses the same clientId with other input as idempotency_conflict', async () => {
      const conversationId = await group()
      const clientId = randomUUID()
      await send(conversationId, anna, 'one', { clientId })
      expect(await bench.refusal('message.send', anna, { conversationId, clientId, content: text('two') })).toMatchObject({ code: 'idempotency_conflict' })
      // Another person's clientId is another clientId.
      await send(conversationId, ben, 'two', { clientId })
    })

    it('refuses strangers, removed members and unknown conversations with the same not_found', async () => {
      const conversationId = await group()
      await bench.run('member.remove', anna, { conversationId, userId: ben })
      const input = (id: string) => ({ conversationId: id, clientId: randomUUID(), content: text('x') })
      const unknown = await bench.refusal('message.send', anna, input(randomUUID()))
      expect(unknown.code).toBe('not_found')
      expect(await bench.refusal('message.send', stranger, input(conversationId))).toEqual(unknown)
      expect(await bench.refusal('message.send', ben, input(conversationId))).toEqual(unknown)
    })

    it('refuses a role that only reads as forbidden', async () => {
      const conversationId = await group({ roles: ['owner', 'viewer'] })
      expect(await bench.refusal('message.send', ben, { conversationId, clientId: randomUUID(), content: text('x') })).toMatchObject({ code: 'forbidden' })
    })

    it('refuses a text above the limit as too_large, counted in code points', async () => {
      const conversationId = await group()
      await send(conversationId, anna, '😀'.repeat(20))
      expect(await bench.refusal('message.send', anna, { conversationId, clientId: randomUUID(), content: text('x'.repeat(21)) })).toMatchObject({ code: 'too_large', path: '/content/text' })
    })

    it('refuses input that is not in the contract, with its path', async () => {
      expect(await bench.refusal('message.send', anna, { conversationId: 'x', clientId: randomUUID(), content: text('x') })).toMatchObject({ code: 'invalid_input', path: '/conversationId' })
    })

    it('quotes a message of the same conversation that the sender may read, and no other', async () => {
      const conversationId = await group()
      const other = await group()
      const first = await send(conversationId, anna, 'first')
      const elsewhere = await send(other, anna, 'elsewhere')
      const reply = await send(conversationId, ben, 'reply', { replyToId: first.id })
      const { message } = await bench.run('message.get', anna, { conversationId, messageId: reply.id })
      expect(message.replyTo).toEqual({ id: first.id, position: 1 })
      expect(await bench.refusal('message.send', anna, { conversationId, clientId: randomUUID(), content: text('x'), replyToId: elsewhere.id })).toMatchObject({ code: 'not_found', path: '/replyToId' })
      await bench.database.query('UPDATE members SET visible_from = 3 WHERE conversation_id = $1 AND user_id = $2', [conversationId, ben])
      expect(await bench.refusal('message.send', ben, { conversationId, clientId: randomUUID(), content: text('x'), replyToId: first.id })).toMatchObject({ code: 'not_found' })
    })

    it("moves the sender's own marks without a frame and without a marksRevision: the message says it", async () => {
      const conversationId = await group()
      const before = await bench.run('mark.list', ben, { conversationId })
      await send(conversationId, anna, 'hello')
      const after = await bench.run('mark.list', ben, { conversationId })
      expect(after.marks).toContainEqual({ userId: anna, delivered: 1, read: 1 })
      expect(after.marksRevision).toBe(before.marksRevision)
      expect(bench.bus.messages.filter((message) => message.kind === 'marks' && message.payload.conversationId === conversationId)).toEqual([])
    })
  })

  describe('message.list', () => {
    let conversationId: string
    let times: number[]
    beforeAll(async () => {
      conversationId = await group()
      times = []
      for (let index = 0; index < 30; index++) times.push((await send(conversationId, anna, `m${index + 1}`)).createdAt)
    })

    it('pages both ways, around a position and around a time, in one round trip', async () => {
      const page = (input: object) => bench.run('message.list', ben, { conversationId, limit: 5, ...input })
      const newest = await page({})
      expect(positions(newest)).toEqual([26, 27, 28, 29, 30])
      expect(newest).toMatchObject({ hasBefore: true, hasAfter: false })
      expect(positions(await page({ before: 26 }))).toEqual([21, 22, 23, 24, 25])
      const oldest = await page({ before: 4 })
      expect(positions(oldest)).toEqual([1, 2, 3])
      expect(oldest).toMatchObject({ hasBefore: false, hasAfter: true })
      expect(positions(await page({ after: 0 }))).toEqual([1, 2, 3, 4, 5])
      expect(positions(await page({ after: 28 }))).toEqual([29, 30])
      expect(positions(await page({ around: 15 }))).toEqual([13, 14, 15, 16, 17])
      expect(positions(await page({ around: 1 }))).toEqual([1, 2, 3, 4, 5])
      expect(positions(await page({ around: 30 }))).toEqual([26, 27, 28, 29, 30])
      expect(positions(await page({ after: 30 }))).toEqual([])
      const first = times.indexOf(times[14]!) + 1
      expect(positions(await page({ at: times[14]! }))).toContain(first)
      expect(positions(await page({ at: 0 }))).toEqual([1, 2, 3, 4, 5])
      expect(positions(await page({ at: times[29]! + 1000 }))).toEqual([26, 27, 28, 29, 30])
      expect(await bench.counting.during(() => page({ at: times[14]! }))).toBe(1)
      expect(await bench.counting.during(() => page({ around: 14 }))).toBe(1)
    })

    it('shows nothing before the position from which a member may read', async () => {
      await bench.database.query('UPDATE members SET visible_from = 28 WHERE conversation_id = $1 AND user_id = $2', [conversationId, ben])
      const page = await bench.run('message.list', ben, { conversationId })
      expect(positions(page)).toEqual([28, 29, 30])
      expect(page.hasBefore).toBe(false)
      expect(positions(await bench.run('message.list', ben, { conversationId, before: 28 }))).toEqual([])
      expect(positions(await bench.run('message.list', ben, { conversationId, around: 3, limit: 2 }))).toEqual([28, 29])
      const hidden = (await bench.run('message.list', anna, { conversationId, around: 3, limit: 1 })).messages[0]!
      expect(await bench.refusal('message.get', ben, { conversationId, messageId: hidden.id })).toMatchObject({ code: 'not_found' })
    })

    it('gives an empty page of an empty conversation', async () => {
      expect(await bench.run('message.list', anna, { conversationId: await group() })).toEqual({ messages: [], hasBefore: false, hasAfter: false })
    })

    it('refuses two places at once as invalid_input', async () => {
      expect(await bench.refusal('message.list', anna, { conversationId, before: 3, after: 1 })).toMatchObject({ code: 'invalid_input', path: '/after' })
    })

    it('answers strangers as if the conversation did not exist, by as many queries', async () => {
      const unknown = await bench.refusal('message.list', anna, { conversationId: randomUUID() })
      expect(unknown).toMatchObject({ code: 'not_found' })
      expect(await bench.counting.during(async () => expect(await bench.refusal('message.list', stranger, { conversationId })).toEqual(unknown))).toBe(1)
    })
  })

  it('message.get refuses strangers and unknown messages with the same not_found', async () => {
    const conversationId = await group()
    const { id: messageId } = await send(conversationId, anna, 'x')
    const unknown = await bench.refusal('message.get', anna, { conversationId, messageId: randomUUID() })
    expect(unknown).toMatchObject({ code: 'not_found' })
    expect(await bench.refusal('message.get', stranger, { conversationId, messageId })).toEqual(unknown)
    expect(await bench.refusal('message.get', anna, { conversationId: await group(), messageId })).toEqual(unknown)
  })
})
