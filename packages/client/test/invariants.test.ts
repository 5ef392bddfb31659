import type { Message } from '@palaver/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ChatClient, marks, type StorageAdapter } from '../src/index.ts'
import { createMemoryStorage } from './support/memory-storage.ts'
import { createFakeClock, createRandom } from './support/fake-clock.ts'
import { ModelServer } from './support/model-server.ts'
import { alice, bob, carol, createTestClient } from './support/test-client.ts'
import { textOf } from './support/text-of.ts'

type Step =
  | { readonly do: 'send' | 'open' | 'lose' | 'reload'; readonly who: number; readonly where: number }
  | { readonly do: 'edit'; readonly where: number; readonly position: number }
  | { readonly do: 'role'; readonly who: number; readonly where: number; readonly role: 'admin' | 'member' }
  | { readonly do: 'burst'; readonly where: number; readonly count: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'restart' | 'down' | 'up' | 'break' | 'wild' | 'calm' }

const who = fc.nat({ max: 2 })
const where = fc.nat({ max: 1 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), who, where }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('open' as const, 'lose' as const, 'reload' as const), who, where }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('edit' as const), where, position: fc.integer({ min: 1, max: 10 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('role' as const), who, where, role: fc.constantFrom('admin' as const, 'member' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('burst' as const), where, count: fc.integer({ min: 1, max: 50 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('restart' as const, 'down' as const, 'up' as const, 'break' as const, 'wild' as const, 'calm' as const) }) },
)

const numberOf = (row: Message): number => Number(textOf(row).split(' ')[1])

const people = [alice, bob, carol]

/** Three people, two groups, one server that misbehaves as told. */
const play = async (steps: readonly Step[], seed: number) => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  const random = createRandom(seed)
  const groups = [server.group(people), server.group(people)]
  const ids = groups.map((group) => group.conversation.id)
  const storages: StorageAdapter[] = people.map(() => createMemoryStorage())
  const written: string[][][] = people.map(() => ids.map(() => []))
  const faults: string[] = []
  let made = 0

  const begin = (at: number): ChatClient => {
    made += 1
    const { chat } = createTestClient({ server, clock, userId: people[at] ?? '', storage: storages[at] ?? createMemoryStorage(), seed: seed + made })
    chat.on('error', (error) => faults.push(error.message))
    for (const id of ids) {
      const seen = new Map<string, { delivered: number; read: number }>()
      marks(chat.conversation(id)).subscribe(() => {
        for (const mark of marks(chat.conversation(id)).getSnapshot()) {
          const before = seen.get(mark.userId)
          if (before && (mark.read < before.read || mark.delivered < before.delivered)) faults.push('a mark went back')
          seen.set(mark.userId, mark)
        }
      })
      chat.conversation(id).messages.subscribe(() => {
        const { items } = chat.conversation(id).messages.getSnapshot()
        if (new Set(items.map((item) => item.key)).size < items.length) faults.push('a message is shown twice')
        const positions = items.flatMap((item) => (item.status === 'pending' || item.status === 'failed' ? [] : (item.position ?? [])))
        if (positions.some((position, index) => index > 0 && position <= (positions[index - 1] ?? 0))) faults.push('the order is wrong')
      })
    }
    chat.connect()
    return chat
  }
  const clients = people.map((_, at) => begin(at))

  const run = async (one: Step) => {
    if (one.do === 'wait') return clock.advance(one.ms)
    if (one.do === 'restart') return server.restart()
    if (one.do === 'break') return void (server.breakAfterCommit = true)
    if (one.do === 'wild') return void (server.fate = () => (random() < 0.2 ? [] : random() < 0.3 ? [0, random() * 800] : [random() * 400]))
    if (one.do === 'calm') return void (server.fate = () => [0])
    if (one.do === 'up' || one.do === 'down') {
      server.up = one.do === 'up'
      if (!server.up) server.restart()
      return
    }
    if (!('where' in one)) return
    const group = groups[one.where]
    const id = ids[one.where] ?? ''
    if (!group) return
    if (one.do === 'edit') return server.edit(group, one.position, `edited ${clock.now()}`)
    if (one.do === 'role') return server.setRole(group, people[one.who] ?? '', one.role)
    if (one.do === 'burst') {
      for (let at = 0; at < one.count; at += 1)
        server.run('message.send', { conversationId: id, clientId: server.id(), content: { kind: 'text', text: 'burst' } }, carol)
      return
    }
    if (!('who' in one)) return
    const client = clients[one.who]
    if (!client) return
    if (one.do === 'send') {
      const text = `${one.who} ${written[one.who]?.[one.where]?.length ?? 0}`
      client.conversation(id).messages.send({ text })
      written[one.who]?.[one.where]?.push(text)
    } else if (one.do === 'open') client.conversation(id).open()
    else if (one.do === 'lose') client.disconnect()
    else if (one.do === 'reload') {
      await client.close()
      // No page loads within a millisecond; keys of one millisecond from two pages have no order.
      await clock.advance(1)
      clients[one.who] = begin(one.who)
    }
    if (one.do === 'lose') clock.delay(500, () => client.connect())
  }
  for (const one of steps) await run(one)
  server.fate = () => [0]
  server.breakAfterCommit = false
  server.up = true
  for (const client of clients) client.connect()
  await clock.advance(180_000)
  return { clock, server, groups, ids, clients, written, faults, begin }
}

const loadAll = async (client: ChatClient, id: string, advance: (ms: number) => Promise<void>) => {
  const { messages } = client.conversation(id)
  for (let at = 0; at < 60 && messages.getSnapshot().hasOlder; at += 1) {
    void messages.loadOlder()
    await advance(50)
  }
}

/** What a client shows of a conversation, without what is its own matter. */
const shown = (client: ChatClient, id: string) => {
  const { items, hasOlder, hasNewer } = client.conversation(id).messages.getSnapshot()
  const item = client.conversation(id).info.getSnapshot().item
  return {
    items: items.map(({ id: messageId, position, content, senderId, status }) => ({ messageId, position, content, senderId, status })),
    hasOlder, hasNewer, unread: item?.unread, head: item?.head, membership: item?.membership,
    // Who has not moved may be absent.
    marks: marks(client.conversation(id)).getSnapshot().filter((mark) => mark.delivered > 0).sort((a, b) => (a.userId < b.userId ? -1 : 1)),
  }
}

test('INV-2, 3, 4, 6: once quiet every client shows what the server has, each message once, in its order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), fc.nat(), async (steps, seed) => {
      const { clock, groups, ids, clients, written, faults } = await play(steps, seed)
      for (const [where, id] of ids.entries()) {
        const group = groups[where]
        for (const client of clients) {
          await loadAll(client, id, clock.advance)
          const { items } = client.conversation(id).messages.getSnapshot()
          expect(items.map((item) => [item.id, item.position, textOf(item)])).toEqual(group?.messages.map((row) => [row.id, row.position, textOf(row)]))
          expect(client.status.getSnapshot()).toMatchObject({ socket: 'open', synced: true, pending: 0 })
          expect(client.conversation(id).info.getSnapshot().item).toMatchObject({
            unread: group?.unread(client.userId), head: { memberCount: 3 }, membership: { role: group?.members.get(client.userId)?.role },
          })
          expect(shown(client, id).marks).toEqual(people.flatMap((userId) => group?.mark(userId) ?? []).filter((mark) => mark.delivered > 0))
        }
        for (const [at, userId] of people.entries()) {
          const own = group?.messages.filter((row) => row.senderId === userId && /^\d+ \d+$/.test(textOf(row)))
          const expected = written[at]?.[where] ?? []
          // Edited ones are known by their number only.
          expect(own?.every((row, index) => index === 0 || numberOf(row) > numberOf(own[index - 1] ?? row))).toBe(true)
          expect(group?.messages.filter((row) => row.senderId === userId && row.content.kind === 'text' && textOf(row) !== 'burst').length).toBeGreaterThanOrEqual(expected.length)
        }
      }
      expect(faults).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('INV-7: a resumed client shows what a freshly loaded one shows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), fc.nat(), async (steps, seed) => {
      const { clock, server, ids, clients } = await play(steps, seed)
      for (const client of clients) {
        const fresh = createTestClient({ server, clock, userId: client.userId, seed: seed + 99 }).chat
        for (const id of ids) fresh.conversation(id).messages.subscribe(() => undefined)
        fresh.connect()
        await clock.advance(1000)
        for (const id of ids) {
          await loadAll(fresh, id, clock.advance)
          await loadAll(client, id, clock.advance)
          expect(shown(client, id)).toEqual(shown(fresh, id))
        }
        await fresh.close()
      }
    }),
    { numRuns: 20 },
  )
})
