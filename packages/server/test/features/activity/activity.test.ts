import { randomUUID } from 'node:crypto'
import type { CommandInput } from '@palaver/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

type Sent = { readonly conversationId: string; readonly messageId: string }

describe.each(dialects)('activity on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string, cleo: string, group: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
  })
  beforeEach(async () => {
    ;[anna, ben, cleo] = (await seedPeople(bench.database, 3)) as [string, string, string]
    group = await seedConversation(bench.database, { userIds: [anna, ben, cleo], roles: ['owner', 'admin', 'member'] })
    await bench.database.query(`UPDATE members SET joined_at = now() - interval '1 hour' WHERE conversation_id = $1`, [group])
  })
  afterAll(() => bench.close())

  const send = async (userId: string, more: Partial<CommandInput<'message.send'>> = {}): Promise<Sent> => {
    const { id } = await bench.run('message.send', userId, { conversationId: group, clientId: randomUUID(), content: { kind: 'text', text: 'hello' }, ...more })
    // Times are milliseconds, and entries of the same one stand in no order that a test could know.
    await new Promise((resolve) => setTimeout(resolve, 2))
    return { conversationId: more.conversationId ?? group, messageId: id }
  }
  const list = (userId: string, input: CommandInput<'activity.list'> = {}) => bench.run('activity.list', userId, input)
  const shown = async (userId: string) => (await list(userId)).entries.map(({ kind, message }) => [kind, message.id])
  const react = async (userId: string, message: Sent, emoji = '👍') => {
    await bench.run('reaction.add', userId, { ...message, emoji })
    await new Promise((resolve) => setTimeout(resolve, 2))
  }

  it('holds who calls, who answers and who reacts, the newest first, for those concerned', async () => {
    const mine = await send(ben)
    const called = await send(anna, { mentions: { userIds: [ben] } })
    const answered = await send(cleo, { replyToId: mine.messageId })
    expect(await shown(ben)).toEqual([['reply', answered.messageId], ['mention', called.messageId]])
    await react(cleo, mine)
    expect(await shown(ben)).toEqual([['reaction', mine.messageId], ['reply', answered.messageId], ['mention', called.messageId]])
    for (const userId of [anna, cleo]) expect(await shown(userId)).toEqual([])
  })

  it('holds nothing of what one does oneself', async () => {
    const mine = await send(ben, { mentions: { userIds: [ben], all: true } })
    await send(ben, { replyToId: mine.messageId })
    await react(ben, mine)
    expect(await shown(ben)).toEqual([])
  })

  it('holds one entry for a message that calls and answers, and one for many reactions', async () => {
    const mine = await send(ben)
    const both = await send(anna, { replyToId: mine.messageId, mentions: { userIds: [ben], all: true } })
    await react(cleo, mine)
    await react(anna, mine)
    await react(anna, mine, '🎉')
    expect(await shown(ben)).toEqual([['reaction', mine.messageId], ['mention', both.messageId]])
  })

  it('is noted alike for messages that are written in one batch', async () => {
    const mine = await send(ben)
    const sent = await Promise.all(Array.from({ length: 12 }, (_, n) => send(n % 2 ? anna : cleo, n % 3 === 0 ? { replyToId: mine.messageId } : n % 3 === 1 ? { mentions: { userIds: [ben] } } : {})))
    const concerning = sent.filter((_, n) => n % 3 !== 2).map(({ messageId }) => messageId)
    expect(new Set((await shown(ben)).map(([, id]) => id))).toEqual(new Set(concerning))
  })

  it('finds mentions of everybody, of those here and of a role when it is read, without a row for each member', async () => {
    const all = await send(anna, { mentions: { all: true } })
    const here = await send(anna, { mentions: { here: true } })
    const admins = await send(anna, { mentions: { roles: ['admin'] } })
    expect(await shown(ben)).toEqual([['mention', admins.messageId], ['mention', here.messageId], ['mention', all.messageId]])
    expect(await shown(cleo)).toEqual([['mention', here.messageId], ['mention', all.messageId]])
    expect(await bench.database.query('SELECT * FROM activity WHERE conversation_id = $1', [group])).toEqual([])
    const [late] = (await seedPeople(bench.database, 1)) as [string]
    await bench.run('member.add', anna, { conversationId: group, userIds: [late] })
    expect(await shown(late)).toEqual([])
  })

  it('loses what was deleted, and has it again when that is undone', async () => {
    const called = await send(anna, { mentions: { userIds: [ben] } })
    const everybody = await send(anna, { mentions: { all: true } })
    await bench.run('message.delete', anna, called)
    await bench.run('message.delete', anna, everybody)
    expect(await shown(ben)).toEqual([])
    await bench.run('message.restore', anna, called)
    expect(await shown(ben)).toEqual([['mention', called.messageId]])
  })

  it('loses reactions that are taken back, not those of others', async () => {
    const mine = await send(ben)
    await react(ben, mine)
    await react(cleo, mine)
    await react(anna, mine, '🎉')
    await bench.run('reaction.remove', cleo, { ...mine, emoji: '👍' })
    expect(await shown(ben)).toEqual([['reaction', mine.messageId]])
    await bench.run('reaction.remove', anna, { ...mine, emoji: '🎉' })
    expect(await shown(ben)).toEqual([])
  })

  it('is of conversations that one is in, as far as one may read', async () => {
    const called = await send(anna, { mentions: { userIds: [ben] } })
    await bench.run('member.remove', anna, { conversationId: group, userId: ben })
    expect(await shown(ben)).toEqual([])
    await bench.run('member.add', anna, { conversationId: group, userIds: [ben] })
    expect(await shown(ben)).toEqual([['mention', called.messageId]])
    await bench.database.query('UPDATE members SET visible_from = 1000 WHERE conversation_id = $1 AND user_id = $2', [group, ben])
    expect(await list(ben)).toMatchObject({ entries: [], unread: 0 })
  })

  it('comes in pages, each entry once, rows and mentions of everybody mixed', async () => {
    const ids: string[] = []
    for (let n = 0; n < 9; n++) ids.unshift((await send(anna, { mentions: n % 2 ? { all: true } : { userIds: [ben] } })).messageId)
    const seen: string[] = []
    let page = await list(ben, { limit: 2 })
    for (;;) {
      seen.push(...page.entries.map(({ message }) => message.id))
      if (page.nextCursor === undefined) break
      page = await list(ben, { limit: 2, cursor: page.nextCursor })
    }
    expect(seen).toEqual(ids)
  })

  it('goes on after a page of entries that cannot be read any more', async () => {
    const old = await send(anna, { mentions: { userIds: [ben] } })
    await bench.database.query(
      `INSERT INTO activity (user_id, conversation_id, position, kind, at) SELECT $1, gen_random_uuid(), n, 'mention', now() FROM generate_series(1, 250) n`,
      [ben],
    )
    const first = await list(ben)
    expect(first).toMatchObject({ entries: [], unread: 0, nextCursor: expect.any(String) })
    expect((await list(ben, { cursor: first.nextCursor! })).entries).toMatchObject([{ message: { id: old.messageId } }])
  })

  it('is read up to a mark that moves forward only, and another reaction makes it unread', async () => {
    const mine = await send(ben)
    await react(cleo, mine)
    await send(anna, { mentions: { all: true } })
    const { entries, unread } = await list(ben)
    expect(unread).toBe(2)
    const readTo = entries[0]!.at
    expect((await bench.run('activity.read', ben, { readTo })).rows).toMatchObject([{ kind: 'activity', key: 'read', value: { readTo } }])
    expect((await bench.run('activity.read', ben, { readTo: 1 })).rows).toMatchObject([{ value: { readTo } }])
    expect(await list(ben)).toMatchObject({ unread: 0, readTo })
    await react(anna, mine, '🎉')
    expect(await list(ben)).toMatchObject({ unread: 1, entries: [{ kind: 'reaction' }, { kind: 'mention' }] })
    const [future] = (await bench.run('activity.read', ben, { readTo: 8_000_000_000_000 })).rows
    expect(future?.kind === 'activity' && future.value!.readTo).toBeLessThan(Date.now() + 60_000)
  })
})
