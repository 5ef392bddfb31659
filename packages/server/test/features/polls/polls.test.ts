import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { createPostgresUrl, dialects } from '../../support/databases.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const poll = (more: object = {}) => ({
  kind: 'poll' as const, question: 'Which?', options: ['a', 'b', 'c'].map((id) => ({ id, text: `Option ${id}` })), multiple: true, anonymous: false, ...more,
})

describe.each(dialects)('polls on %s', (dialect) => {
  let bench: ConversationBench
  let people: string[]
  let anna: string, ben: string, cleo: string
  let group: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    people = await seedPeople(bench.database, 12)
    ;[anna, ben, cleo] = people as [string, string, string]
    group = await seedConversation(bench.database, { userIds: people })
  })
  afterAll(() => bench.close())

  const send = async (more: object = {}) => ({ conversationId: group, messageId: (await bench.run('message.send', anna, { conversationId: group, clientId: randomUUID(), content: poll(more) })).id })
  type Named = Awaited<ReturnType<typeof send>>
  const vote = async (userId: string, named: Named, ...optionIds: string[]) => (await bench.run('poll.vote', userId, { ...named, optionIds })).message
  const ownRows = async (userId: string, since = 0) => (await bench.run('user.changes', userId, { since })).rows ?? []

  it('count whole choices: again is once, another replaces, none takes back', async () => {
    const named = await send()
    const first = await vote(anna, named, 'a', 'b')
    expect(first.poll).toEqual({ counts: [1, 1, 0], voters: 1 })
    expect(await vote(anna, named, 'b', 'a', 'a')).toEqual(first)
    expect((await vote(ben, named, 'b')).poll).toEqual({ counts: [1, 2, 0], voters: 2 })
    expect((await vote(anna, named, 'c')).poll).toEqual({ counts: [0, 1, 1], voters: 2 })
    const last = await vote(anna, named)
    expect(last.poll).toEqual({ counts: [0, 1, 0], voters: 1 })
    expect((await bench.run('conversation.changes', ben, { conversationId: group, since: last.revision - 1 })).rows.messages).toEqual([last])
  })

  it('are counted right when all vote in the same batch', async () => {
    const named = await send()
    await Promise.all(people.flatMap((userId, n) => [vote(userId, named, 'c'), vote(userId, named, n % 2 ? 'a' : 'b', 'c')]))
    const { message } = await bench.run('message.get', anna, named)
    expect(message.poll).toEqual({ counts: [6, 6, 12], voters: 12 })
    const pages = [await bench.run('poll.voters', anna, { ...named, optionId: 'c', limit: 7 })]
    pages.push(await bench.run('poll.voters', anna, { ...named, optionId: 'c', limit: 7, before: pages[0]?.voters.at(-1)?.revision ?? 1 }))
    expect(pages.map(({ voters, hasMore }) => [voters.length, hasMore])).toEqual([[7, true], [5, false]])
    expect(new Set(pages.flatMap(({ voters }) => voters.map(({ userId }) => userId)))).toEqual(new Set(people))
  })

  it('tell the voter alone what they chose, on all devices', async () => {
    const named = await send({ anonymous: true })
    await vote(cleo, named, 'b')
    const row = { kind: 'vote', key: named.messageId, value: { conversationId: group, optionIds: ['b'] } }
    const [held] = (await ownRows(cleo)).slice(-1)
    expect(held).toMatchObject(row)
    const told = bench.bus.events.filter(({ frame }) => frame.includes(named.messageId))
    expect(told.filter(({ scope, frame }) => scope === 'conversation' && frame.includes(cleo))).toEqual([])
    expect(told.filter(({ scope }) => scope === 'user').map(({ id }) => id)).toEqual([cleo])
    await vote(cleo, named)
    expect(await ownRows(cleo, held?.revision)).toEqual([{ kind: 'vote', key: named.messageId, revision: (held?.revision ?? 0) + 1 }])
  })

  it('tell nobody who voted when they are anonymous, owners and moderators of the deployment neither', async () => {
    const named = await send({ anonymous: true })
    await vote(ben, named, 'a')
    for (const role of ['user', 'moderator', 'admin'] as const) expect(await bench.refusal('poll.voters', anna, { ...named, optionId: 'a' }, role)).toMatchObject({ code: 'forbidden' })
  })

  it('take no votes when they are closed or deleted, and have them again when restored', async () => {
    const named = await send()
    await vote(ben, named, 'a')
    expect(await bench.refusal('poll.close', ben, named)).toMatchObject({ code: 'forbidden' })
    await bench.run('message.delete', anna, named)
    expect(await bench.refusal('poll.vote', ben, { ...named, optionIds: ['b'] })).toMatchObject({ code: 'not_found' })
    expect(await bench.refusal('poll.voters', ben, { ...named, optionId: 'a' })).toMatchObject({ code: 'not_found' })
    await bench.run('message.restore', anna, named)
    expect((await vote(ben, named, 'b')).poll).toEqual({ counts: [0, 1, 0], voters: 1 })
    const { message } = await bench.run('poll.close', anna, named)
    expect(message.poll?.closedAt).toEqual(expect.any(Number))
    expect((await bench.run('poll.close', anna, named)).message).toEqual(message)
    expect(await bench.refusal('poll.vote', ben, { ...named, optionIds: [] })).toMatchObject({ code: 'forbidden' })
  })

  it('have different ids for their options', async () => {
    const options = [{ id: 'a', text: 'A' }, { id: 'b', text: 'B' }, { id: 'a', text: 'C' }]
    expect(await bench.refusal('message.send', anna, { conversationId: group, clientId: randomUUID(), content: poll({ options }) })).toMatchObject({ code: 'invalid_input', path: '/content/options/2/id' })
    expect(await bench.refusal('message.send', anna, { conversationId: group, clientId: randomUUID(), content: poll({ options: options.slice(0, 1) }) })).toMatchObject({ code: 'invalid_input' })
  })
})

describe('the time of a poll', () => {
  it('closes it once, to the millisecond, also when no server ran by then', { timeout: 60_000 }, async () => {
    const databaseUrl = await createPostgresUrl()
    const asleep = await startTestServer({ dialect: 'postgres', databaseUrl, runsJobs: false })
    const [userId] = (await seedPeople(asleep.palaver.database, 1)) as [string]
    const conversationId = await seedConversation(asleep.palaver.database, { userIds: [userId] })
    const run = async (server: TestServer, name: 'message.send' | 'message.get' | 'message.delete' | 'poll.vote', input: object) =>
      JSON.parse((await server.palaver.commands.run(name, { conversationId, ...input }, await server.palaver.admin.actAs(userId), 'socket')).json)
    const closesAt = Date.now() + 1500
    const send = (content: object) => run(asleep, 'message.send', { clientId: randomUUID(), content })
    const { id: messageId } = await send(poll({ closesAt }))
    const { id: gone } = await send(poll({ closesAt }))
    await run(asleep, 'message.delete', { messageId: gone })
    const { message: voted } = await run(asleep, 'poll.vote', { messageId, optionIds: ['a'] })
    await expect.poll(() => Date.now(), { timeout: 5000 }).toBeGreaterThan(closesAt + 100)
    await expect(run(asleep, 'poll.vote', { messageId, optionIds: [] })).rejects.toMatchObject({ code: 'forbidden' })
    const servers = await Promise.all([0, 1].map(() => startTestServer({ dialect: 'postgres', databaseUrl, runsJobs: true })))
    const [awake] = servers as [TestServer]
    const timers = () => asleep.palaver.database.query('SELECT id FROM timers WHERE kind = $1', ['poll.close'])
    await expect.poll(timers, { timeout: 20_000 }).toEqual([])
    const { message } = await run(awake, 'message.get', { messageId })
    expect(message).toMatchObject({ revision: voted.revision + 1, poll: { counts: [1, 0, 0], voters: 1, closedAt: closesAt } })
  })
})
