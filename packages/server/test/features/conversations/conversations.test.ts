import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('conversations on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string, cara: string, stranger: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna, ben, cara, stranger] = (await seedPeople(bench.database, 4)) as [string, string, string, string]
  })
  afterAll(() => bench.close())

  const send = (conversationId: string, userId: string, text = 'x') =>
    bench.run('message.send', userId, { conversationId, clientId: randomUUID(), content: { kind: 'text', text } })
  const membershipEvents = (userId: string) => bench.bus.events.filter((event) => event.id === userId)

  describe('conversation.create', () => {
    it('makes a group with its members, who each hear of it', async () => {
      const before = membershipEvents(ben).length
      const trips = await bench.counting.during(async () => {
        const view = await bench.run('conversation.create', anna, {
          clientId: randomUUID(), type: 'group', name: 'Friends', topic: 'all', memberIds: [ben, cara, anna], settings: { history: 'join' }, custom: { x: 1 },
        })
        expect(view).toMatchObject({
          conversation: { type: 'group', name: 'Friends', topic: 'all', settings: { history: 'join' }, custom: { x: 1 }, createdBy: anna, revision: 1 },
          head: { revision: 1, position: 0, memberCount: 3, marksRevision: 1 },
          membership: { role: 'owner', state: 'active', visibleFrom: 1 },
          unread: 0,
        })
        const seen = await bench.run('conversation.get', ben, { conversationId: view.conversation.id })
        expect(seen).toMatchObject({ conversation: view.conversation, head: view.head, membership: { role: 'member' } })
      })
      expect(trips).toBe(10)
      const events = membershipEvents(ben)
      expect(events).toHaveLength(before + 1)
      expect(events.at(-1)).toMatchObject({ name: 'membership.changed', scope: 'user', after: events.at(-1)!.revision - 1 })
    })

    it('answers a repetition with the first answer, also when both come at once', async () => {
      const input = { clientId: randomUUID(), type: 'group', name: 'Once' }
      const answers = await Promise.all(Array.from({ length: 5 }, () => bench.runRaw('conversation.create', anna, input)))
      const again = await bench.runRaw('conversation.create', anna, input)
      expect(answers.filter((answer) => !answer.replay)).toHaveLength(1)
      for (const answer of answers) expect(answer.output).toEqual(again.output)
      expect(await bench.refusal('conversation.create', anna, { ...input, name: 'Other' })).toMatchObject({ code: 'idempotency_conflict' })
    })

    it('refuses unknown members as not_found, guests as forbidden, and bad input with its path', async () => {
      const input = { clientId: randomUUID(), type: 'group', name: 'Group' }
      expect(await bench.refusal('conversation.create', anna, { ...input, memberIds: [ben, randomUUID()] })).toMatchObject({ code: 'not_found', path: '/memberIds/1' })
      expect(await bench.refusal('conversation.create', anna, input, 'guest')).toMatchObject({ code: 'forbidden' })
      expect(await bench.refusal('conversation.create', anna, { ...input, name: ' ' })).toMatchObject({ code: 'invalid_input', path: '/name' })
    })
  })

  describe('conversation.direct', () => {
    it('gives a pair one conversation, whoever asks and however many at once', async () => {
      const [eva, finn] = (await seedPeople(bench.database, 2)) as [string, string]
      const views = await Promise.all(Array.from({ length: 8 }, (_, index) => (index % 2 ? bench.run('conversation.direct', eva, { userId: finn }) : bench.run('conversation.direct', finn, { userId: eva }))))
      expect(new Set(views.map((view) => view.conversation.id)).size).toBe(1)
      expect(views[0]!.conversation).toMatchObject({ type: 'direct', directUserIds: [eva, finn].sort() })
      expect(membershipEvents(eva)).toHaveLength(1)
      expect(await bench.counting.during(() => bench.run('conversation.direct', eva, { userId: finn }))).toBe(1)
      await send(views[0]!.conversation.id, finn)
      expect((await bench.run('conversation.direct', eva, { userId: finn })).unread).toBe(1)
    })

    it('refuses oneself, unknown people and guests', async () => {
      expect(await bench.refusal('conversation.direct', anna, { userId: anna })).toMatchObject({ code: 'invalid_input', path: '/userId' })
      expect(await bench.refusal('conversation.direct', anna, { userId: randomUUID() })).toMatchObject({ code: 'not_found' })
      expect(await bench.refusal('conversation.direct', anna, { userId: ben }, 'guest')).toMatchObject({ code: 'forbidden' })
    })
  })

  describe('conversation.list', () => {
    it('pages by activity with unread counts, last messages and people, in two round trips', async () => {
      const [me, other] = (await seedPeople(bench.database, 2)) as [string, string]
      const ids: string[] = []
      for (let index = 0; index < 7; index++) ids.push(await seedConversation(bench.database, { userIds: [other, me] }))
      for (const id of ids) {
        await send(id, other, `in ${id}`)
        // Activity is kept in milliseconds; within one, the order of conversations is that of their ids.
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
      await send(ids[2]!, other, 'newest')
      const order = [ids[2]!, ...ids.filter((id) => id !== ids[2]).reverse()]
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await bench.run('conversation.list', me, { limit: 3, ...(cursor ? { cursor } : {}) })
        for (const view of page.conversations) {
          expect(view.unread).toBe(view.conversation.id === ids[2] ? 2 : 1)
          expect(view.head.lastMessage).toMatchObject({ position: view.head.position, senderId: other })
        }
        expect(page.people.map((person) => person.id)).toEqual([other])
        seen.push(...page.conversations.map((view) => view.conversation.id))
        cursor = page.nextCursor
      } while (cursor)
      expect(seen).toEqual(order)
      expect(await bench.counting.during(() => bench.run('conversation.list', me, {}))).toBe(2)
      expect((await bench.run('conversation.list', me, { type: 'channel' })).conversations).toEqual([])
      expect(await bench.refusal('conversation.list', me, { cursor: 'AAAA' })).toMatchObject({ code: 'invalid_input', path: '/cursor' })
    })

    it('hides a last message from before the position from which one may read, and conversations one left', async () => {
      const conversationId = await seedConversation(bench.database, { userIds: [anna], history: 'join' })
      await send(conversationId, anna)
      await bench.run('member.add', anna, { conversationId, userIds: [stranger] })
      const listed = await bench.run('conversation.list', stranger, {})
      expect(listed.conversations[0]).toMatchObject({ conversation: { id: conversationId }, unread: 0, head: { lastMessage: { content: { kind: 'system' } } } })
      await bench.database.query('UPDATE members SET visible_from = 3 WHERE conversation_id = $1 AND user_id = $2', [conversationId, stranger])
      expect((await bench.run('conversation.list', stranger, {})).conversations[0]!.head.lastMessage).toBeUndefined()
      await bench.run('member.leave', stranger, { conversationId })
      expect((await bench.run('conversation.list', stranger, {})).conversations).toEqual([])
    })

    it('counts unread messages to 100', async () => {
      const conversationId = await seedConversation(bench.database, { userIds: [anna, cara] })
      await Promise.all(Array.from({ length: 130 }, () => send(conversationId, anna)))
      expect((await bench.run('conversation.get', cara, { conversationId })).unread).toBe(100)
      const { marks } = await bench.run('mark.update', cara, { marks: [{ conversationId, read: 31 }] })
      expect(marks).toEqual([{ conversationId, delivered: 31, read: 31, unread: 99 }])
    })
  })

  it('conversation.get refuses strangers as if it did not exist, by the same single query', async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna] })
    const unknown = await bench.refusal('conversation.get', anna, { conversationId: randomUUID() })
    expect(unknown.code).toBe('not_found')
    expect(await bench.counting.during(async () => expect(await bench.refusal('conversation.get', stranger, { conversationId })).toEqual(unknown))).toBe(1)
  })

  describe('conversation.update', () => {
    it('changes what is given, keeps the rest, and tells the members', async () => {
      const { conversation } = await bench.run('conversation.create', anna, { clientId: randomUUID(), type: 'group', name: 'Old', topic: 'kept', memberIds: [ben] })
      const trips = await bench.counting.during(async () => {
        const updated = await bench.run('conversation.update', anna, { conversationId: conversation.id, name: 'New', settings: { history: 'join' } })
        expect(updated.conversation).toEqual({ ...conversation, name: 'New', settings: { history: 'join' }, revision: 2 })
        expect(bench.bus.events.at(-2)).toMatchObject({ name: 'conversation.updated', id: conversation.id, after: 1, revision: 2 })
        expect(JSON.parse(bench.bus.events.at(-2)!.frame).payload).toEqual(updated)
        expect(bench.bus.events.at(-1)).toMatchObject({ name: 'message.sent', id: conversation.id, after: 2, revision: 4 })
      })
      expect(trips).toBe(7)
      const { rows } = await bench.run('conversation.changes', ben, { conversationId: conversation.id, since: 1 })
      expect(rows).toMatchObject({ conversation: { name: 'New' }, messages: [{ position: 1, revision: 3, senderId: anna }, { position: 2, revision: 4 }] })
      expect(rows.messages!.map(({ content }) => content)).toEqual([
        { kind: 'system', note: { type: 'name_changed', name: 'New' } },
        { kind: 'system', note: { type: 'history_changed', history: 'join' } },
      ])
    })

    it('tells of a new topic, and not of what stays as it was', async () => {
      const { conversation } = await bench.run('conversation.create', anna, { clientId: randomUUID(), type: 'group', name: 'Same' })
      await bench.run('conversation.update', anna, { conversationId: conversation.id, name: 'Same', topic: '', avatarHue: 3, settings: { history: 'beginning' }, custom: { x: 1 } })
      expect((await bench.run('conversation.get', anna, { conversationId: conversation.id })).head).toMatchObject({ revision: 2, position: 0 })
      await bench.run('conversation.update', anna, { conversationId: conversation.id, name: 'Same', topic: 'Boats' })
      const { messages } = await bench.run('message.list', anna, { conversationId: conversation.id })
      expect(messages).toMatchObject([{ content: { kind: 'system', note: { type: 'topic_changed', topic: 'Boats' } } }])
    })

    it('changes nothing when nothing is given', async () => {
      const conversationId = await seedConversation(bench.database, { userIds: [anna] })
      expect((await bench.run('conversation.update', anna, { conversationId })).conversation.revision).toBe(1)
    })

    it('refuses strangers as not_found and roles that may not as forbidden', async () => {
      const conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
      const unknown = await bench.refusal('conversation.update', anna, { conversationId: randomUUID(), name: 'X' })
      expect(unknown.code).toBe('not_found')
      expect(await bench.refusal('conversation.update', stranger, { conversationId, name: 'X' })).toEqual(unknown)
      expect(await bench.refusal('conversation.update', ben, { conversationId, name: 'X' })).toMatchObject({ code: 'forbidden' })
      expect(await bench.refusal('conversation.update', anna, { conversationId, avatarHue: 500 })).toMatchObject({ code: 'invalid_input', path: '/avatarHue' })
    })
  })
})
