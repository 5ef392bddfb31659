import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

const many = 1500

describe.each(dialects)('readers on %s', (dialect) => {
  let bench: ConversationBench
  let people: string[]
  let anna: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    people = (await seedPeople(bench.database, many)).sort()
    anna = people[0]!
  })
  afterAll(() => bench.close())

  const sendTo = async (conversationId: string) => {
    await bench.database.query(`UPDATE members SET joined_at = now() - interval '1 hour' WHERE conversation_id = $1`, [conversationId])
    const { id } = await bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'read me' } })
    return { conversationId, messageId: id }
  }
  const move = (userId: string, conversationId: string, mark: { read?: number; delivered?: number }) => bench.run('mark.update', userId, { marks: [{ conversationId, ...mark }] })

  it('are told by their marks, apart from who received it only', async () => {
    const [, ben, cleo, dora] = people as [string, string, string, string]
    const message = await sendTo(await seedConversation(bench.database, { userIds: [anna, ben, cleo, dora] }))
    await move(ben, message.conversationId, { read: 1 })
    await move(cleo, message.conversationId, { delivered: 1 })
    const counts = { read: 1, delivered: 2, members: 3, exact: true }
    expect(await bench.run('message.readers', anna, message)).toMatchObject({ counts, people: [{ id: ben }] })
    expect(await bench.run('message.readers', dora, { ...message, state: 'delivered' })).toMatchObject({ counts, people: [{ id: cleo }] })
  })

  it('come in pages, each once', async () => {
    const userIds = people.slice(0, 8)
    const message = await sendTo(await seedConversation(bench.database, { userIds }))
    for (const userId of userIds.slice(1)) await move(userId, message.conversationId, { read: 1 })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await bench.run('message.readers', anna, { ...message, limit: 3, ...(cursor !== undefined && { cursor }) })
      seen.push(...page.people.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(seen).toEqual(userIds.slice(1))
  })

  it('are not those who came later or went, and nobody is told who may not read the message', async () => {
    const [, ben, cleo, dora] = people as [string, string, string, string]
    const message = await sendTo(await seedConversation(bench.database, { userIds: [anna, ben] }))
    await bench.run('member.add', anna, { conversationId: message.conversationId, userIds: [cleo] })
    expect(await bench.run('message.readers', cleo, message)).toMatchObject({ counts: { read: 0, members: 1 }, people: [] })
    await move(ben, message.conversationId, { read: 1 })
    await bench.run('member.remove', anna, { conversationId: message.conversationId, userId: ben })
    expect(await bench.run('message.readers', anna, message)).toMatchObject({ counts: { read: 0, delivered: 0, members: 0 }, people: [] })
    for (const userId of [ben, dora]) expect(await bench.refusal('message.readers', userId, message)).toMatchObject({ code: 'not_found' })
    await bench.database.query('UPDATE members SET visible_from = 2 WHERE conversation_id = $1 AND user_id = $2', [message.conversationId, cleo])
    expect(await bench.refusal('message.readers', cleo, message)).toMatchObject({ code: 'not_found' })
    await bench.run('message.delete', anna, message)
    expect(await bench.refusal('message.readers', anna, message)).toMatchObject({ code: 'not_found' })
  })

  it('are estimated in large conversations, where nobody is named', async () => {
    const message = await sendTo(await seedConversation(bench.database, { type: 'channel', userIds: people }))
    await bench.database.query(
      `UPDATE members m SET delivered_position = 1, read_position = CASE WHEN x.n % 4 = 0 THEN 1 ELSE 0 END
       FROM unnest($2::uuid[]) WITH ORDINALITY AS x(id, n) WHERE m.conversation_id = $1 AND m.user_id = x.id`,
      [message.conversationId, people],
    )
    const { counts, people: named } = await bench.run('message.readers', anna, message)
    expect(named).toEqual([])
    expect(counts).toMatchObject({ members: many - 1, delivered: many - 1, exact: false })
    expect(Math.abs(counts.read - many / 4)).toBeLessThan(many / 10)
    expect((await bench.run('message.readers', anna, message)).counts).toEqual(counts)
  })
})
