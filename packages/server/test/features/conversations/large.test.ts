import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMessageLog } from '../../../src/platform/message-log/message-log.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

const many = 3000

describe.each(dialects)('a conversation of %s with thousands of members', (dialect) => {
  let bench: ConversationBench
  let owner: string, ben: string, newcomer: string, small: string, large: string
  beforeAll(async () => {
    // Published outbox rows go with the next batch, not by themselves in the middle of a count.
    bench = await createConversationBench(dialect, { quietMs: 3_600_000 })
    const people = await seedPeople(bench.database, many + 1)
    ;[owner, ben] = people as [string, string]
    newcomer = people[many] ?? ''
    small = await seedConversation(bench.database, { type: 'channel', userIds: people.slice(0, 10), roles: ['owner', 'admin'] })
    large = await seedConversation(bench.database, { type: 'channel', userIds: people.slice(0, many), roles: ['owner', 'admin'] })
  })
  afterAll(() => bench.close())

  const send = (conversationId: string) => bench.run('message.send', owner, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'x' } })
  /** Round trips and what the bus was told, in characters. */
  const costOf = async (work: () => Promise<unknown>): Promise<{ trips: number; published: number }> => {
    const before = bench.bus.messages.length
    const trips = await bench.counting.during(async () => void (await work()))
    return { trips, published: JSON.stringify(bench.bus.messages.slice(before)).length }
  }

  it('costs what a small one costs: to send to, to read, to catch up with, to move marks in', async () => {
    await Promise.all([send(small), send(large)])
    const log = createMessageLog(bench.counting)
    const works = [
      send,
      (conversationId: string) => bench.run('message.list', ben, { conversationId }),
      (conversationId: string) => bench.run('conversation.get', ben, { conversationId }),
      (conversationId: string) => log.sync(ben, [[conversationId, 1, 0]]),
      (conversationId: string) => bench.run('conversation.changes', ben, { conversationId, since: 1 }),
      (conversationId: string) => bench.run('mark.update', ben, { marks: [{ conversationId, read: 2 }] }),
    ]
    for (const work of works) {
      const [inSmall, inLarge] = [await costOf(() => work(small)), await costOf(() => work(large))]
      expect(inLarge.trips).toBe(inSmall.trips)
      expect(inLarge.published).toBeLessThan(inSmall.published + 50)
    }
    expect(JSON.stringify(await log.sync(ben, [[large, 1, 0]])).length).toBeLessThan(3000)
  })

  it('tells of marks only the other devices of whoever moved them, and gives each member a number of their own', async () => {
    await send(large)
    const { head } = await bench.run('conversation.get', owner, { conversationId: large })
    const before = bench.bus.messages.length
    await bench.run('mark.update', ben, { marks: [{ conversationId: large, read: head.position }] })
    const told = bench.bus.messages.slice(before)
    expect(told).toMatchObject([{ kind: 'own-marks', payload: { conversationId: large, marks: [{ userId: ben, read: head.position }] } }])
    const after = await bench.run('conversation.get', owner, { conversationId: large })
    expect(after.head.marksRevision).toBe(head.marksRevision)
    const mine = await bench.run('mark.list', ben, { conversationId: large })
    expect(mine.marks).toEqual([{ userId: ben, delivered: head.position, read: head.position }])

    const log = createMessageLog(bench.database)
    const synced = async (marksRevision: number) => (await log.sync(ben, [[large, head.revision, marksRevision]]))[0]?.answer?.marks
    expect(await synced(mine.marksRevision)).toBeUndefined()
    expect(await synced(mine.marksRevision - 1)).toEqual(mine)
  })

  it('keeps marks monotonic without the lock of the conversation', async () => {
    for (let sent = 0; sent < 3; sent++) await send(large)
    const { head } = await bench.run('conversation.get', owner, { conversationId: large })
    const reads = Array.from({ length: 20 }, (_, index) => head.position - (index % 3))
    await Promise.all([...reads.map((read) => bench.run('mark.update', ben, { marks: [{ conversationId: large, read }] })), send(large), send(large)])
    expect((await bench.run('mark.list', ben, { conversationId: large })).marks).toMatchObject([{ read: head.position }])
    expect(bench.errors).toEqual([])
  })

  it('is quiet about who comes and goes, tells those concerned, and leaves members out of what clients catch up with', async () => {
    const { head } = await bench.run('conversation.get', ben, { conversationId: large })
    const before = bench.bus.events.length
    await bench.run('member.add', owner, { conversationId: large, userIds: [newcomer] })
    await bench.run('member.remove', owner, { conversationId: large, userId: newcomer })
    const events = bench.bus.events.slice(before)
    expect(events.filter(({ scope }) => scope === 'conversation').map(({ name, quiet }) => [name, quiet])).toEqual([['member.added', true], ['member.removed', true]])
    expect(events.filter(({ scope }) => scope === 'user').map(({ id }) => id)).toEqual([newcomer, newcomer])
    const changes = await bench.run('conversation.changes', ben, { conversationId: large, since: head.revision })
    expect(changes).toMatchObject({ upTo: head.revision + 2, rows: {} })
    expect(changes.rows.members).toBeUndefined()
  })

  it('says when somebody has a new role, and who owns it now', async () => {
    const before = bench.bus.events.length
    await bench.run('conversation.transfer', owner, { conversationId: large, userId: ben })
    await bench.run('conversation.transfer', ben, { conversationId: large, userId: owner })
    const events = bench.bus.events.slice(before).filter(({ name }) => name === 'member.updated')
    expect(events.map(({ quiet }) => quiet)).toEqual([undefined, undefined])
  })
})
