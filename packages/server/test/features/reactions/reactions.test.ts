import { randomUUID } from 'node:crypto'
import type { Message } from '@palaver/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

const many = 1002

describe.each(dialects)('reactions on %s', (dialect) => {
  let bench: ConversationBench
  let people: string[]
  let anna: string, ben: string
  let group: string, large: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    people = await seedPeople(bench.database, many)
    ;[anna, ben] = people as [string, string]
    group = await seedConversation(bench.database, { userIds: people.slice(0, 40) })
    large = await seedConversation(bench.database, { type: 'channel', userIds: people })
  })
  afterAll(() => bench.close())

  const send = async (conversationId = group) => {
    const { id } = await bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'one' } })
    return { conversationId, messageId: id }
  }
  type Named = Awaited<ReturnType<typeof send>>
  const add = async (userId: string, message: Named, emoji = '👍') => (await bench.run('reaction.add', userId, { ...message, emoji })).message
  const remove = async (userId: string, message: Named, emoji = '👍') => (await bench.run('reaction.remove', userId, { ...message, emoji })).message
  const stored = async ({ messageId }: Named): Promise<{ emoji: string; user_id: string }[]> =>
    bench.database.query('SELECT r.emoji, r.user_id FROM reactions r JOIN messages m USING (conversation_id, position) WHERE m.id = $1 ORDER BY r.emoji, r.revision', [messageId])
  const thumbs = (message: Message) => message.reactions?.find(({ emoji }) => emoji === '👍')

  it('stand in the message in the order of first use, and show in history and catch-up', async () => {
    const message = await send()
    await add(anna, message, '🎉')
    await add(ben, message)
    const last = await add(anna, message)
    expect(last.reactions).toEqual([
      { emoji: '🎉', count: 1, userIds: [anna] },
      { emoji: '👍', count: 2, userIds: [ben, anna] },
    ])
    expect((await bench.run('message.get', ben, message)).message).toEqual(last)
    const changes = await bench.run('conversation.changes', ben, { conversationId: group, since: last.revision - 1 })
    expect(changes.rows.messages).toEqual([last])
  })

  it('an attempt that is held up does not undo what was done after it was made again', async () => {
    const message = await send()
    const [adding, removing] = [{ ...message, emoji: '👍', clientId: randomUUID() }, { ...message, emoji: '👍', clientId: randomUUID() }]
    await bench.run('reaction.add', ben, adding)
    await bench.run('reaction.remove', ben, removing)
    const late = await bench.runRaw('reaction.add', ben, adding)
    expect(late).toMatchObject({ replay: true, output: { message: { id: message.messageId } } })
    expect(await stored(message)).toEqual([])
    expect(await bench.refusal('reaction.add', ben, { ...adding, emoji: '🎉' })).toMatchObject({ code: 'idempotency_conflict', path: '/clientId' })
    const deleting = { ...message, clientId: randomUUID() }
    await bench.run('message.delete', anna, deleting)
    await bench.run('message.restore', anna, { ...message, clientId: randomUUID() })
    expect((await bench.run('message.delete', anna, deleting)).message.content).toEqual({ kind: 'text', text: 'one' })
  })

  it('are set operations: twice is once, and what is not there cannot go', async () => {
    const message = await send()
    const first = await add(anna, message)
    expect(await add(anna, message)).toEqual(first)
    expect(await remove(ben, message)).toEqual(first)
    const gone = await remove(anna, message)
    expect(gone).not.toHaveProperty('reactions')
    expect(await remove(anna, message)).toEqual(gone)
    expect(await stored(message)).toEqual([])
  })

  it('show the first 20, and the next when one of them goes', async () => {
    const message = await send()
    const reactors = people.slice(0, 25)
    for (const userId of reactors) await add(userId, message)
    const full = (await bench.run('message.get', ben, message)).message
    expect(thumbs(full)).toEqual({ emoji: '👍', count: 25, userIds: reactors.slice(0, 20) })
    expect(thumbs(await remove(people[24]!, message))).toEqual({ emoji: '👍', count: 24, userIds: reactors.slice(0, 20) })
    expect(thumbs(await remove(people[3]!, message))).toEqual({ emoji: '👍', count: 23, userIds: [...reactors.slice(0, 3), ...reactors.slice(4, 21)] })
    expect(thumbs(await add(people[3]!, message))).toEqual({ emoji: '👍', count: 24, userIds: [...reactors.slice(0, 3), ...reactors.slice(4, 21)] })
  })

  it('agree with the rows whatever comes together in one batch', async () => {
    const message = await send()
    const emoji = ['👍', '🎉', '😀']
    let seed = 7
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
    for (let round = 0; round < 6; round++) {
      await Promise.all(Array.from({ length: 80 }, () => {
        const change = [people[random(35)]!, message, emoji[random(3)]] as const
        return random(5) < 3 ? add(...change) : remove(...change)
      }))
      const rows = await stored(message)
      const { reactions = [] } = (await bench.run('message.get', ben, message)).message
      const wanted = [...Map.groupBy(rows, (row) => row.emoji)].map(([each, list]) => ({ emoji: each, count: list.length, userIds: list.slice(0, 20).map(({ user_id }) => user_id) }))
      expect(reactions.toSorted((a, b) => (a.emoji < b.emoji ? -1 : 1))).toEqual(wanted.toSorted((a, b) => (a.emoji < b.emoji ? -1 : 1)))
    }
    expect(bench.errors).toEqual([])
  })

  it('are at most 20 different ones a message; of those that are there more may come', async () => {
    const message = await send()
    const twenty = '😀 😃 😄 😁 😆 😅 🤣 😂 🙂 🙃 🫠 😉 😊 😇 🥰 😍 🤩 😘 😗 😚'.split(' ')
    for (const emoji of twenty) await add(anna, message, emoji)
    expect(await bench.refusal('reaction.add', ben, { ...message, emoji: '👍' })).toMatchObject({ code: 'limit_reached', path: '/emoji' })
    expect((await add(ben, message, '😀')).reactions?.[0]).toMatchObject({ count: 2 })
    await remove(anna, message, '😃')
    expect(thumbs(await add(ben, message))).toMatchObject({ count: 1 })
  })

  it('are emoji only', async () => {
    const message = await send()
    for (const emoji of ['yes', '👍👍', '🏽', ':smile:']) expect(await bench.refusal('reaction.add', anna, { ...message, emoji })).toMatchObject({ code: 'invalid_input', path: '/emoji' })
  })

  it('may be put on system messages, and not on deleted ones', async () => {
    const message = await send()
    await add(anna, message)
    await bench.run('conversation.update', anna, { conversationId: group, name: 'New name' })
    const { messages } = await bench.run('message.list', anna, { conversationId: group, limit: 1 })
    expect(messages[0]?.content.kind).toBe('system')
    expect(thumbs(await add(ben, { conversationId: group, messageId: messages[0]!.id }))).toMatchObject({ count: 1 })
    await bench.database.query(`UPDATE messages SET kind = 'deleted', content = '{"kind":"deleted"}' WHERE id = $1`, [message.messageId])
    for (const name of ['reaction.add', 'reaction.remove'] as const) expect(await bench.refusal(name, anna, { ...message, emoji: '👍' })).toMatchObject({ code: 'not_found' })
    expect(await bench.refusal('reaction.list', anna, message)).toMatchObject({ code: 'not_found' })
  })

  it('do not reach what a member may not read', async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
    const message = await send(conversationId)
    await bench.database.query('UPDATE members SET visible_from = 2 WHERE conversation_id = $1 AND user_id = $2', [conversationId, ben])
    for (const name of ['reaction.add', 'reaction.remove', 'reaction.list'] as const) expect(await bench.refusal(name, ben, { ...message, emoji: '👍' })).toMatchObject({ code: 'not_found' })
  })

  it('are listed in pages with people, and everybody learns of their own', async () => {
    const message = await send()
    for (const userId of people.slice(0, 5)) await add(userId, message)
    await add(people[4]!, message, '🎉')
    await add(people[1]!, message, '🎉')
    const listed: string[] = []
    let cursor: string | undefined
    do {
      const page = await bench.run('reaction.list', people[4]!, { ...message, limit: 2, ...(cursor && { cursor }) })
      expect(page.mine.toSorted()).toEqual(['🎉', '👍'].toSorted())
      expect(page.people.map(({ id }) => id).toSorted()).toEqual([...new Set(page.reactions.map(({ userId }) => userId))].toSorted())
      listed.push(...page.reactions.map(({ emoji, userId }) => `${emoji} ${people.indexOf(userId)}`))
      cursor = page.nextCursor
    } while (cursor)
    expect(listed).toEqual(['🎉 4', '🎉 1', '👍 0', '👍 1', '👍 2', '👍 3', '👍 4'])
    const party = await bench.run('reaction.list', anna, { ...message, emoji: '🎉' })
    expect([party.reactions.map(({ userId }) => userId), party.mine, party.nextCursor]).toEqual([[people[4], people[1]], ['👍'], undefined])
    const rest = await bench.run('reaction.list', anna, { ...message, emoji: '👍', limit: 4 })
    expect((await bench.run('reaction.list', anna, { ...message, emoji: '👍', cursor: rest.nextCursor! })).reactions.map(({ userId }) => userId)).toEqual([people[4]])
    expect(await bench.refusal('reaction.list', anna, { ...message, cursor: 'nonsense' })).toMatchObject({ code: 'invalid_input', path: '/cursor' })
  })

  it('cost the same however many have reacted', async () => {
    const [few, crowded] = [await send(large), await send(large)]
    await add(anna, few)
    await Promise.all(people.slice(0, 1000).map((userId) => add(userId, crowded)))
    const costs = async (message: Named) => [
      await bench.counting.during(async () => void (await add(people[1001]!, message))),
      await bench.counting.during(async () => void (await remove(anna, message))),
      await bench.counting.during(async () => void (await bench.run('reaction.list', ben, { ...message, limit: 1 }))),
    ]
    expect(await costs(crowded)).toEqual(await costs(few))
    expect(JSON.stringify((await bench.run('message.get', ben, crowded)).message).length).toBeLessThan(1300)
  })

  it('are quiet in large conversations, and loud in others', async () => {
    const eventsOf = async (conversationId: string) => {
      const message = await send(conversationId)
      const before = bench.bus.messages.length
      await add(ben, message)
      return bench.bus.messages.slice(before).flatMap((told) => (told.kind === 'events' ? told.events.map(({ name, quiet }) => [name, quiet]) : []))
    }
    expect(await eventsOf(group)).toEqual([['message.changed', undefined]])
    expect(await eventsOf(large)).toEqual([['message.changed', expect.stringMatching(/^message \d+$/)]])
  })
})
