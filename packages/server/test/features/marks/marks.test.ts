import { randomUUID } from 'node:crypto'
import { countsAsUnread, mergeMessages, noMessages, unreadOf } from '@palaver/core'
import type { Message } from '@palaver/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('marks on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string, stranger: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna, ben, stranger] = (await seedPeople(bench.database, 3)) as [string, string, string]
  })
  afterAll(() => bench.close())

  const group = async (messages = 10) => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
    for (let index = 0; index < messages; index++) {
      await bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'x' } })
    }
    return conversationId
  }
  const move = (conversationId: string, mark: object) => bench.run('mark.update', ben, { marks: [{ conversationId, ...mark }] }).then(({ marks }) => marks[0])

  it('moves forward only, up to the head, and read implies delivered', async () => {
    const conversationId = await group()
    expect(await move(conversationId, { delivered: 4 })).toEqual({ conversationId, delivered: 4, read: 0, unread: 10 })
    expect(await move(conversationId, { read: 6 })).toEqual({ conversationId, delivered: 6, read: 6, unread: 4 })
    expect(await move(conversationId, { read: 2, delivered: 1 })).toEqual({ conversationId, delivered: 6, read: 6, unread: 4 })
    expect(await move(conversationId, {})).toMatchObject({ delivered: 6, read: 6 })
    expect(await move(conversationId, { read: Number.MAX_SAFE_INTEGER })).toEqual({ conversationId, delivered: 10, read: 10, unread: 0 })
  })

  it('tells of what moved with one marksRevision, and of nothing that did not', async () => {
    const conversationId = await group(2)
    const before = bench.bus.messages.length
    await Promise.all([move(conversationId, { read: 1 }), move(conversationId, { read: 2 }), move(conversationId, { delivered: 1 })])
    const { marksRevision } = await bench.run('mark.list', ben, { conversationId })
    expect(bench.bus.messages.slice(before)).toEqual([{ kind: 'marks', payload: { conversationId, marksRevision, marks: [{ userId: ben, delivered: 2, read: 2 }] } }])
    await move(conversationId, { read: 2 })
    expect(bench.bus.messages).toHaveLength(before + 1)
    expect((await bench.run('conversation.get', ben, { conversationId })).head.revision).toBe(3)
  })

  it('moves many conversations in two round trips and leaves out those that the caller is not in', async () => {
    const ids = [await group(1), await group(1), await group(1)]
    const foreign = await seedConversation(bench.database, { userIds: [anna] })
    const marks = [...ids, foreign, randomUUID()].map((conversationId) => ({ conversationId, read: 1 }))
    const trips = await bench.counting.during(async () => {
      const answer = await bench.run('mark.update', ben, { marks })
      expect(answer.marks).toEqual(ids.map((conversationId) => ({ conversationId, delivered: 1, read: 1, unread: 0 })))
    })
    // One call for each lane that has some, and one read.
    expect(trips).toBeLessThanOrEqual(dialect === 'pglite' ? 2 : 5)
  })

  it("counts as unread what core's rule counts", async () => {
    const conversationId = await group(3)
    await bench.run('message.send', ben, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'mine' } })
    await bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'x' } })
    await bench.run('member.update', anna, { conversationId, userId: ben, role: 'moderator' })
    await bench.run('conversation.update', anna, { conversationId, name: 'New' })
    await bench.database.query('UPDATE members SET read_position = 1 WHERE conversation_id = $1 AND user_id = $2', [conversationId, ben])
    const { messages } = await bench.run('message.list', ben, { conversationId, after: 1 })
    expect((await bench.run('conversation.get', ben, { conversationId })).unread).toBe(messages.filter((message) => countsAsUnread(message, ben)).length)
  })

  it('agrees with core about any history of texts and system messages, wherever the mark stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('text', 'system'), { minLength: 1, maxLength: 60 }), fc.nat({ max: 1100 }), fc.nat({ max: 60 }), async (kinds, quiet, read) => {
        const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
        const all = [...kinds, ...Array.from({ length: quiet }, () => 'system'), ...kinds]
        await bench.database.query(
          `WITH k AS (SELECT * FROM unnest($3::text[]) WITH ORDINALITY AS k(kind, n)),
             head AS (UPDATE conversations SET head_position = cardinality($3::text[]), head_revision = 1 + cardinality($3::text[]) WHERE id = $1)
           INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content, created_at)
           SELECT $1, n, gen_random_uuid(), n + 1, $2, gen_random_uuid(), '', kind, json_build_object('kind', kind, 'text', 'x', 'note', json_build_object('type', 'member_left')), now() FROM k`,
          [conversationId, anna, all],
        )
        const rows = mergeMessages(noMessages, all.map((kind, at): Message => ({
          id: `${at}`, position: at + 1, revision: at + 2, senderId: anna, clientId: `${at}`, createdAt: 0,
          content: kind === 'text' ? { kind, text: 'x' } : { kind: 'system', note: { type: 'member_left' } },
        })))
        const last = all.length
        const stand = Math.min(read, last)
        expect((await move(conversationId, { read: stand }))?.unread).toBe(unreadOf(rows, ben, { base: { count: 0, upTo: 0 }, read: stand, last }))
      }),
      { numRuns: dialect === 'pglite' ? 10 : 30 },
    )
  })

  it('mark.list gives the marks of the members, of a large conversation only the caller’s', async () => {
    const conversationId = await group(1)
    expect((await bench.run('mark.list', ben, { conversationId })).marks.map((mark) => mark.userId).sort()).toEqual([anna, ben].sort())
    await bench.database.query('UPDATE conversations SET member_count = 1001 WHERE id = $1', [conversationId])
    expect((await bench.run('mark.list', ben, { conversationId })).marks.map((mark) => mark.userId)).toEqual([ben])
  })

  it('mark.list refuses strangers like unknown conversations; both commands refuse bad input with its path', async () => {
    const conversationId = await group(0)
    const unknown = await bench.refusal('mark.list', ben, { conversationId: randomUUID() })
    expect(unknown.code).toBe('not_found')
    expect(await bench.refusal('mark.list', stranger, { conversationId })).toEqual(unknown)
    expect(await bench.refusal('mark.update', ben, { marks: [{ conversationId, read: -1 }] })).toMatchObject({ code: 'invalid_input', path: '/marks/0/read' })
    expect(await bench.refusal('mark.update', ben, { marks: [{ conversationId, read: 1e308 }] })).toMatchObject({ code: 'invalid_input' })
  })
})
