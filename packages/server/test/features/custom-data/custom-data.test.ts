import { randomUUID } from 'node:crypto'
import { type ContentSchema, defineCustomData } from '@palaver/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'
import { shareTestServer } from '../../support/test-server.ts'

const numbered: ContentSchema<{ readonly number: number }> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof value === 'object' && value !== null && 'number' in value && typeof value.number === 'number'
        ? { value: { number: value.number } }
        : { issues: [{ message: 'must be a number', path: ['number'] }] },
  },
}
const customData = defineCustomData({ message: numbered, conversation: numbered, member: numbered, person: numbered })
const data = { number: 17, lines: [{ name: 'rye ü 👋 \\u0000', price: 1.5 }], gift: null, paid: true }
const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) })
const text = (words: string) => ({ kind: 'text', text: words }) as const

describe.each(dialects)('custom data on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string, cara: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna, ben, cara] = (await seedPeople(bench.database, 3)) as [string, string, string]
  })
  afterAll(() => bench.close())

  const talk = (more: object = {}) => seedConversation(bench.database, { userIds: [anna, ben, cara], roles: ['owner', 'member', 'viewer'], ...more })
  const send = (conversationId: string, custom?: typeof data) =>
    bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: text('one'), ...(custom && { custom }) })
  const edit = (conversationId: string, messageId: string, more: object) =>
    bench.run('message.edit', anna, { conversationId, messageId, clientId: randomUUID(), content: text('one'), ...more }).then(({ message }) => message)
  const changes = async (conversationId: string, since: number) => (await bench.run('conversation.changes', ben, { conversationId, since })).rows
  const eventsOf = (id: string) => bench.bus.events.filter((event) => event.id === id)

  it('of a message stays with other words, and goes with what it says', async () => {
    const conversationId = await talk()
    const { id } = await send(conversationId, data)
    expect(await edit(conversationId, id, { content: text('two') })).toMatchObject({ custom: data, editedAt: expect.any(Number) })
    const other = { ...data, lines: [] }
    expect(await edit(conversationId, id, { content: text('three'), custom: other })).toMatchObject({ content: text('three'), custom: other })
    expect((await changes(conversationId, 1)).messages).toMatchObject([{ id, custom: other }])
    expect((await bench.run('message.delete', anna, { conversationId, messageId: id })).message).not.toHaveProperty('custom')
    expect((await bench.run('message.restore', anna, { conversationId, messageId: id })).message).toMatchObject({ custom: other })
  })

  it('alone is a change of the message that nobody sees as an edit', async () => {
    const conversationId = await talk()
    const { id, revision } = await send(conversationId)
    const given = await edit(conversationId, id, { custom: data })
    expect(given).toMatchObject({ custom: data, revision: revision + 1 })
    expect(given).not.toHaveProperty('editedAt')
    expect(await edit(conversationId, id, { custom: data })).toEqual(given)
    expect(await edit(conversationId, id, { custom: {} })).toMatchObject({ custom: {} })
    expect(await bench.run('message.edits', ben, { conversationId, messageId: id })).toEqual({ edits: [], hasMore: false })
  })

  it('of a conversation is given at its making, and changed by its staff', async () => {
    const made = await bench.run('conversation.create', anna, { clientId: randomUUID(), type: 'group', name: 'Rye', memberIds: [ben], custom: data })
    const { id: conversationId } = made.conversation
    expect(made.conversation).toMatchObject({ custom: data })
    expect((await bench.run('conversation.update', anna, { conversationId, name: 'Salt' })).conversation).toMatchObject({ custom: data })
    expect(await bench.refusal('conversation.update', ben, { conversationId, custom: {} })).toMatchObject({ code: 'forbidden' })
    await bench.run('conversation.update', anna, { conversationId, custom: { a: [1] } })
    expect((await changes(conversationId, 1)).conversation).toMatchObject({ custom: { a: [1] } })
  })

  it('of a member is their own affair and that of those above them, told to the conversation alone', async () => {
    const conversationId = await talk()
    const before = eventsOf(ben).length
    const trips = await bench.counting.during(async () => {
      const { member } = await bench.run('member.update', ben, { conversationId, userId: ben, custom: data })
      expect(member).toMatchObject({ userId: ben, role: 'member', custom: data, revision: 2 })
    })
    expect(trips).toBeLessThanOrEqual(9)
    expect(eventsOf(conversationId)).toMatchObject([{ name: 'member.updated', after: 1, revision: 2 }])
    expect(eventsOf(ben)).toHaveLength(before)
    expect((await changes(conversationId, 1)).members).toMatchObject([{ userId: ben, custom: data }])
    // Again, and with nothing to change, it is no change.
    for (const more of [{ custom: data }, {}]) expect((await bench.run('member.update', ben, { conversationId, userId: ben, ...more })).member.revision).toBe(2)
    const both = await bench.run('member.update', anna, { conversationId, userId: ben, role: 'moderator', custom: { desk: 4 } })
    expect(both.member).toMatchObject({ role: 'moderator', custom: { desk: 4 } })
    expect((await bench.run('member.update', anna, { conversationId, userId: ben, role: 'member' })).member).toMatchObject({ custom: { desk: 4 } })
  })

  it('of a member outlasts their leaving', async () => {
    const conversationId = await talk()
    await bench.run('member.update', ben, { conversationId, userId: ben, custom: data })
    await bench.run('member.leave', ben, { conversationId })
    await bench.run('member.add', anna, { conversationId, userIds: [ben] })
    expect((await bench.run('member.list', anna, { conversationId })).members.find(({ userId }) => userId === ben)).toMatchObject({ custom: data })
  })

  it('of a member is refused to those below them, to viewers, and to strangers', async () => {
    const conversationId = await talk()
    const other = await seedConversation(bench.database, { userIds: [anna, cara] })
    for (const [caller, userId] of [[ben, anna], [ben, cara], [cara, cara]] as const) {
      expect(await bench.refusal('member.update', caller, { conversationId, userId, custom: {} })).toMatchObject({ code: 'forbidden' })
    }
    expect(await bench.refusal('member.update', anna, { conversationId: other, userId: ben, custom: {} })).toMatchObject({ code: 'not_found' })
    expect(await bench.refusal('member.update', ben, { conversationId: other, userId: ben, custom: {} })).toMatchObject({ code: 'not_found' })
    expect(eventsOf(conversationId)).toEqual([])
  })

  it('of a member of a large conversation is told to nobody', async () => {
    const conversationId = await talk()
    await bench.database.query('UPDATE conversations SET member_count = 1001 WHERE id = $1', [conversationId])
    await bench.run('member.update', ben, { conversationId, userId: ben, custom: data })
    expect(eventsOf(conversationId)).toMatchObject([{ name: 'member.updated', quiet: true }])
  })

  it('is part of what a repeated clientId must repeat, whatever the order of its keys', async () => {
    const conversationId = await talk()
    const input = { conversationId, clientId: randomUUID() }
    const first = await bench.run('stream.start', anna, { ...input, custom: { a: { b: 1, c: 2 } } })
    expect(await bench.run('stream.start', anna, { ...input, custom: { a: { c: 2, b: 1 } } })).toEqual(first)
    expect(await bench.refusal('stream.start', anna, { ...input, custom: { a: { b: 1, c: 3 } } })).toMatchObject({ code: 'idempotency_conflict' })
  })

  it.each([
    ['is larger than 4 KiB', { note: 'ü'.repeat(2045) }, 'bytes'],
    ['has nine levels', deep(8), 'levels'],
    ['holds U+0000', { a: ['x\0'] }, 'U+0000'],
    ['holds a lone surrogate in a key', { '\ud800': 1 }, 'surrogate'],
    ['has a key __proto__', JSON.parse('{"a":[{"__proto__":{}}]}') as object, '__proto__'],
    ['has a key constructor', { a: { constructor: 1 } }, 'constructor'],
    ['holds a number that the database would write out', { a: [1e308] }, 'number'],
    ['holds a number next to nothing', { a: [1e-308] }, 'number'],
  ])('that %s is refused', async (_, custom, reason) => {
    const conversationId = await talk()
    const { id: messageId } = await send(conversationId)
    const clientId = randomUUID()
    const tries = [
      ['message.send', { conversationId, clientId, content: text('x'), custom }],
      ['message.edit', { conversationId, messageId, clientId, content: text('x'), custom }],
      ['message.schedule', { conversationId, clientId, content: text('x'), custom, at: Date.now() + 3_600_000 }],
      ['stream.start', { conversationId, clientId, custom }],
      ['conversation.create', { clientId, type: 'group', name: 'x', custom }],
      ['conversation.update', { conversationId, custom }],
      ['member.update', { conversationId, userId: anna, custom }],
    ] as const
    for (const [command, input] of tries) {
      const refused = await bench.refusal(command, anna, input)
      expect([command, refused]).toMatchObject([command, { code: 'invalid_input', path: '/custom' }])
      expect(refused.message).toContain(reason)
    }
  })

  it('within its bounds comes back as it was given', async () => {
    const conversationId = await talk()
    const custom = { 'a-b': deep(6), n: [1e30, 1e-30, -0.5, 0], note: 'ü'.repeat(1900), hasOwnProperty: 'x' }
    await bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: text('x'), custom })
    expect((await bench.run('message.list', ben, { conversationId })).messages.at(-1)?.custom).toEqual(custom)
  })
})

describe("a host's definition", () => {
  const key = 'k'.repeat(40)
  const server = shareTestServer({ customData, appKeys: [key] })

  it('refuses what does not fit, of whatever carries it', async () => {
    const { call, register } = server()
    const { accessToken: token, userId } = await register('ada')
    const clientId = randomUUID()
    const { body } = await call('POST', '/v1/conversations', { token, body: { clientId, type: 'group', name: 'Defined', custom: data } })
    const { id } = (body as { conversation: { id: string } }).conversation
    const [good, bad] = [{ custom: data }, { custom: { number: 'one' } }]
    const asked: [method: 'POST' | 'PATCH' | 'PUT', path: string, body: object, token: string][] = [
      ['POST', '/v1/conversations', { clientId: randomUUID(), type: 'group', name: 'Defined' }, token],
      ['PATCH', `/v1/conversations/${id}`, {}, token],
      ['POST', `/v1/conversations/${id}/messages`, { clientId: randomUUID(), content: text('x') }, token],
      ['PATCH', '/v1/me', {}, token],
      ['PUT', '/v1/people', { externalId: 'crm-17' }, key],
    ]
    for (const [method, path, rest, by] of asked) {
      const refused = await call(method, path, { token: by, body: { ...rest, ...bad } })
      expect([path, refused]).toMatchObject([path, { status: 400, body: { code: 'invalid_input', path: '/custom', message: expect.stringContaining('number: must be a number') } }])
      expect((await call(method, path, { token: by, body: { ...rest, ...good } })).status).toBeLessThan(300)
    }
    expect(await call('PATCH', `/v1/conversations/${id}/members/${userId}`, { token, body: bad })).toMatchObject({ status: 400, body: { path: '/custom' } })
    expect(await call('PATCH', `/v1/conversations/${id}/members/${userId}`, { token, body: good })).toMatchObject({ status: 200, body: { member: { custom: data } } })
    expect(await call('GET', '/v1/me', { token })).toMatchObject({ body: { person: { custom: data } } })
  })
})
