import { randomUUID } from 'node:crypto'
import type { MemberRole } from '@palaver/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('members on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string, cara: string, dan: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna, ben, cara, dan] = (await seedPeople(bench.database, 4)) as [string, string, string, string]
  })
  afterAll(() => bench.close())

  const group = (roles: MemberRole[], more: object = {}) => seedConversation(bench.database, { userIds: [anna, ben, cara].slice(0, roles.length), roles, ...more })
  const send = (conversationId: string, userId: string) =>
    bench.run('message.send', userId, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'x' } })
  const notesOf = async (conversationId: string, userId: string) =>
    (await bench.run('message.list', userId, { conversationId })).messages.flatMap(({ content, senderId }) => (content.kind === 'system' ? { senderId, ...content.note } : []))
  const eventsOf = (id: string) => bench.bus.events.filter((event) => event.id === id).map((event) => ({ ...event, frame: JSON.parse(event.frame) }))
  const lastUserEvent = (userId: string) => eventsOf(userId).at(-1)?.frame.payload.memberships[0]

  describe('member.add', () => {
    it('adds people in one revision, tells the conversation and each of them', async () => {
      const conversationId = await group(['owner'])
      await send(conversationId, anna)
      const trips = await bench.counting.during(async () => {
        const { members } = await bench.run('member.add', anna, { conversationId, userIds: [anna, ben, cara, ben] })
        expect(members).toMatchObject([{ userId: anna, role: 'owner', revision: 1 }, { userId: ben, role: 'member', revision: 3 }, { userId: cara, revision: 3 }])
      })
      expect(trips).toBe(9)
      const added = eventsOf(conversationId).at(-2)!
      expect(added).toMatchObject({ name: 'member.added', after: 2, revision: 3, frame: { payload: { memberCount: 3 } } })
      expect(added.frame.payload.members.map((member: { userId: string }) => member.userId)).toEqual([ben, cara])
      expect(lastUserEvent(ben)).toMatchObject({ conversationId, state: 'active', role: 'member', visibleFrom: 1 })
      const view = await bench.run('conversation.get', ben, { conversationId })
      expect(view).toMatchObject({ unread: 0, mark: { read: 1, delivered: 1 }, head: { memberCount: 3, revision: 4, position: 2 } })
      const told = eventsOf(conversationId).at(-1)!
      expect(told).toMatchObject({ name: 'message.sent', after: 3, revision: 4 })
      const content = { kind: 'system', note: { type: 'members_added', userIds: [ben, cara] } }
      expect(told.frame.payload.messages).toEqual([expect.objectContaining({ position: 2, revision: 4, senderId: anna, content })])
      expect((await bench.run('message.list', ben, { conversationId })).messages.at(-1)).toEqual(told.frame.payload.messages[0])
      // What the server wrote moves nobody's marks.
      expect((await bench.run('conversation.get', anna, { conversationId })).mark).toMatchObject({ read: 1, delivered: 1 })
    })

    it('leaves those who are in it already as they are, without an event', async () => {
      const conversationId = await group(['owner', 'admin'])
      const { members } = await bench.run('member.add', anna, { conversationId, userIds: [ben] })
      expect(members).toMatchObject([{ userId: ben, role: 'admin', revision: 1 }])
      expect(eventsOf(conversationId)).toEqual([])
    })

    it.each([['beginning', 1], ['join', 4]] as const)('lets people who come back read from the %s', async (history, visibleFrom) => {
      const conversationId = await group(['owner', 'member'], { history })
      await send(conversationId, anna)
      await bench.run('member.leave', ben, { conversationId })
      await send(conversationId, anna)
      await bench.run('member.add', anna, { conversationId, userIds: [ben] })
      expect((await bench.run('conversation.get', ben, { conversationId })).membership).toMatchObject({ state: 'active', visibleFrom })
      await send(conversationId, anna)
      const { messages } = await bench.run('message.list', ben, { conversationId })
      expect(messages[0]!.position).toBe(visibleFrom)
      // The first thing to be seen by one who sees what follows their joining is the joining.
      expect(messages.find(({ position }) => position === 4)).toMatchObject({ content: { note: { type: 'members_added', userIds: [ben] } } })
      expect(await bench.run('conversation.get', ben, { conversationId })).toMatchObject({ unread: 1 })
    })

    it('refuses unknown people as not_found and adds nobody', async () => {
      const conversationId = await group(['owner'])
      expect(await bench.refusal('member.add', anna, { conversationId, userIds: [ben, randomUUID()] })).toMatchObject({ code: 'not_found', path: '/userIds/1' })
      expect((await bench.run('member.list', anna, { conversationId })).members).toHaveLength(1)
    })

    it('refuses strangers like unknown conversations, and roles that may not', async () => {
      const conversationId = await group(['owner', 'viewer'])
      const unknown = await bench.refusal('member.add', anna, { conversationId: randomUUID(), userIds: [dan] })
      expect(unknown.code).toBe('not_found')
      expect(await bench.refusal('member.add', dan, { conversationId, userIds: [dan] })).toEqual(unknown)
      expect(await bench.refusal('member.add', ben, { conversationId, userIds: [dan] })).toMatchObject({ code: 'forbidden' })
      expect(await bench.refusal('member.add', anna, { conversationId, userIds: ['x'] })).toMatchObject({ code: 'invalid_input', path: '/userIds/0' })
    })

    it('refuses to add to a direct conversation', async () => {
      const { conversation } = await bench.run('conversation.direct', anna, { userId: ben })
      expect(await bench.refusal('member.add', anna, { conversationId: conversation.id, userIds: [cara] })).toMatchObject({ code: 'forbidden' })
    })
  })

  describe('member.remove', () => {
    it('removes somebody of lower rank, who gets only their own event', async () => {
      const conversationId = await group(['owner', 'member', 'member'])
      const { member } = await bench.run('member.remove', anna, { conversationId, userId: ben })
      expect(member).toMatchObject({ userId: ben, state: 'removed', revision: 2 })
      expect(eventsOf(conversationId)).toMatchObject([{ name: 'member.removed', after: 1, revision: 2, ended: [ben] }, { name: 'message.sent', after: 2, revision: 3 }])
      expect(await notesOf(conversationId, anna)).toEqual([{ senderId: anna, type: 'member_removed', userId: ben }])
      expect(lastUserEvent(ben)).toMatchObject({ conversationId, state: 'removed' })
      expect(await bench.refusal('conversation.get', ben, { conversationId })).toMatchObject({ code: 'not_found' })
      expect((await bench.run('conversation.get', anna, { conversationId })).head.memberCount).toBe(2)
    })

    it('refuses equal and higher ranks as forbidden', async () => {
      const conversationId = await group(['owner', 'admin', 'admin'])
      expect(await bench.refusal('member.remove', ben, { conversationId, userId: anna })).toMatchObject({ code: 'forbidden' })
      expect(await bench.refusal('member.remove', ben, { conversationId, userId: cara })).toMatchObject({ code: 'forbidden' })
      expect(await bench.refusal('member.remove', ben, { conversationId, userId: ben })).toMatchObject({ code: 'forbidden' })
    })

    it('answers not_found for people who are not there, and strangers like an unknown conversation', async () => {
      const conversationId = await group(['owner', 'member'])
      expect(await bench.refusal('member.remove', anna, { conversationId, userId: dan })).toMatchObject({ code: 'not_found' })
      const unknown = await bench.refusal('member.remove', anna, { conversationId: randomUUID(), userId: ben })
      expect(await bench.refusal('member.remove', dan, { conversationId, userId: ben })).toEqual(unknown)
      expect(await bench.refusal('member.remove', anna, { conversationId, userId: 'x' })).toMatchObject({ code: 'invalid_input' })
    })
  })

  describe('member.leave', () => {
    it('hands an owner over to the highest rank that joined first', async () => {
      const conversationId = await group(['owner', 'member', 'moderator'])
      const { member } = await bench.run('member.leave', anna, { conversationId })
      expect(member).toMatchObject({ userId: anna, state: 'left', revision: 2 })
      const left = eventsOf(conversationId).at(-2)!
      expect(left).toMatchObject({ name: 'member.left', ended: [anna] })
      expect(left.frame.payload.members).toMatchObject([{ userId: anna, state: 'left' }, { userId: cara, role: 'owner', revision: 2 }])
      expect(lastUserEvent(cara)).toMatchObject({ conversationId, role: 'owner' })
      expect(await notesOf(conversationId, cara)).toEqual([{ senderId: anna, type: 'member_left' }, { senderId: anna, type: 'owner_changed', userId: cara }])
    })

    it('lets the last one go', async () => {
      const conversationId = await group(['owner'])
      await bench.run('member.leave', anna, { conversationId })
      expect(await bench.refusal('member.leave', anna, { conversationId })).toMatchObject({ code: 'not_found' })
    })

    it('refuses direct conversations as forbidden and strangers as not_found', async () => {
      const { conversation } = await bench.run('conversation.direct', anna, { userId: ben })
      expect(await bench.refusal('member.leave', anna, { conversationId: conversation.id })).toMatchObject({ code: 'forbidden' })
      expect(await bench.refusal('member.leave', dan, { conversationId: conversation.id })).toMatchObject({ code: 'not_found' })
      expect(await bench.refusal('member.leave', dan, { conversationId: 'x' })).toMatchObject({ code: 'invalid_input' })
    })
  })

  describe('member.update', () => {
    it('gives another role in one revision, and tells the conversation and the one concerned', async () => {
      const conversationId = await group(['owner', 'member'])
      const trips = await bench.counting.during(async () => {
        const { member } = await bench.run('member.update', anna, { conversationId, userId: ben, role: 'admin' })
        expect(member).toMatchObject({ userId: ben, role: 'admin', state: 'active', revision: 2 })
      })
      expect(trips).toBe(9)
      expect(eventsOf(conversationId)).toMatchObject([
        { name: 'member.updated', after: 1, revision: 2, frame: { payload: { members: [{ userId: ben, role: 'admin' }], memberCount: 2 } } },
        { name: 'message.sent', after: 2, revision: 3 },
      ])
      expect(lastUserEvent(ben)).toMatchObject({ conversationId, role: 'admin', visibleFrom: 1 })
      expect(await notesOf(conversationId, ben)).toEqual([{ senderId: anna, type: 'role_changed', userId: ben, role: 'admin' }])
      await bench.run('conversation.update', ben, { conversationId, name: 'Now I may' })
      await bench.run('member.update', anna, { conversationId, userId: ben, role: 'viewer' })
      expect(await bench.refusal('message.send', ben, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'x' } })).toMatchObject({ code: 'forbidden' })
    })

    it('does nothing when the role is that already', async () => {
      const conversationId = await group(['owner', 'member'])
      expect((await bench.run('member.update', anna, { conversationId, userId: ben, role: 'member' })).member.revision).toBe(1)
      expect(eventsOf(conversationId)).toEqual([])
    })

    it('refuses to raise anybody to one’s own rank or above, oneself first of all', async () => {
      const conversationId = await group(['owner', 'admin', 'moderator'])
      const tries = [
        [ben, ben, 'owner'], [ben, ben, 'member'], [ben, cara, 'admin'], [ben, cara, 'owner'], [ben, anna, 'member'], [cara, cara, 'admin'], [anna, anna, 'admin'], [anna, ben, 'owner'],
      ] as const
      for (const [caller, userId, role] of tries) expect(await bench.refusal('member.update', caller, { conversationId, userId, role })).toMatchObject({ code: 'forbidden' })
      expect((await bench.run('member.list', anna, { conversationId })).members.map(({ revision }) => revision)).toEqual([1, 1, 1])
      expect(await bench.refusal('member.update', anna, { conversationId, userId: ben, role: 'king' })).toMatchObject({ code: 'invalid_input', path: '/role' })
    })

    it('refuses directs as forbidden, people who are not there and strangers as not_found', async () => {
      const { conversation } = await bench.run('conversation.direct', anna, { userId: ben })
      expect(await bench.refusal('member.update', anna, { conversationId: conversation.id, userId: ben, role: 'viewer' })).toMatchObject({ code: 'forbidden' })
      const conversationId = await group(['owner', 'member'])
      expect(await bench.refusal('member.update', anna, { conversationId, userId: dan, role: 'viewer' })).toMatchObject({ code: 'not_found' })
      const unknown = await bench.refusal('member.update', anna, { conversationId: randomUUID(), userId: ben, role: 'viewer' })
      expect(await bench.refusal('member.update', dan, { conversationId, userId: ben, role: 'viewer' })).toEqual(unknown)
    })
  })

  describe('conversation.transfer', () => {
    it('makes the other owner and the owner admin, in one revision', async () => {
      const conversationId = await group(['owner', 'member', 'admin'])
      const { members } = await bench.run('conversation.transfer', anna, { conversationId, userId: ben })
      expect(members).toMatchObject([{ userId: ben, role: 'owner', revision: 2 }, { userId: anna, role: 'admin', revision: 2 }])
      expect(eventsOf(conversationId)).toMatchObject([{ name: 'member.updated', after: 1, revision: 2 }, { name: 'message.sent', after: 2, revision: 3 }])
      expect(lastUserEvent(ben)).toMatchObject({ role: 'owner' })
      expect(lastUserEvent(anna)).toMatchObject({ role: 'admin' })
      expect(await notesOf(conversationId, cara)).toEqual([{ senderId: anna, type: 'owner_changed', userId: ben }])
      expect(await bench.refusal('conversation.transfer', anna, { conversationId, userId: cara })).toMatchObject({ code: 'forbidden' })
    })

    it('has one owner after two transfers at once', async () => {
      const conversationId = await group(['owner', 'member', 'member'])
      await Promise.allSettled([ben, cara].map((userId) => bench.run('conversation.transfer', anna, { conversationId, userId })))
      expect((await bench.run('member.list', anna, { conversationId })).members.filter(({ role }) => role === 'owner')).toHaveLength(1)
    })

    it('refuses all but the owner, directs, oneself, and people who are not there', async () => {
      const conversationId = await group(['owner', 'admin'])
      expect(await bench.refusal('conversation.transfer', ben, { conversationId, userId: ben })).toMatchObject({ code: 'invalid_input', path: '/userId' })
      expect(await bench.refusal('conversation.transfer', ben, { conversationId, userId: anna })).toMatchObject({ code: 'forbidden' })
      expect(await bench.refusal('conversation.transfer', anna, { conversationId, userId: dan })).toMatchObject({ code: 'not_found' })
      const unknown = await bench.refusal('conversation.transfer', anna, { conversationId: randomUUID(), userId: ben })
      expect(await bench.refusal('conversation.transfer', dan, { conversationId, userId: ben })).toEqual(unknown)
      const { conversation } = await bench.run('conversation.direct', anna, { userId: ben })
      expect(await bench.refusal('conversation.transfer', anna, { conversationId: conversation.id, userId: ben })).toMatchObject({ code: 'forbidden' })
    })
  })

  it('does not tell who comes and goes in a large conversation, only what else happens', async () => {
    const conversationId = await group(['owner', 'member'])
    await bench.database.query('UPDATE conversations SET member_count = 1000 WHERE id = $1', [conversationId])
    await bench.run('member.add', anna, { conversationId, userIds: [cara] })
    await bench.run('member.update', anna, { conversationId, userId: ben, role: 'moderator' })
    await bench.run('member.add', anna, { conversationId, userIds: [dan] })
    await bench.run('member.remove', anna, { conversationId, userId: dan })
    expect(await notesOf(conversationId, anna)).toEqual([{ senderId: anna, type: 'role_changed', userId: ben, role: 'moderator' }])
    expect(eventsOf(conversationId).map(({ name }) => name)).toEqual(['member.added', 'member.updated', 'message.sent', 'member.added', 'member.removed'])
  })

  describe('member.list', () => {
    it('pages through active members with their profiles, in two round trips', async () => {
      const userIds = await seedPeople(bench.database, 7)
      const conversationId = await seedConversation(bench.database, { userIds })
      await bench.run('member.remove', userIds[0]!, { conversationId, userId: userIds[3]! })
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await bench.run('member.list', userIds[1]!, { conversationId, limit: 3, ...(cursor ? { cursor } : {}) })
        expect(page.people.map((person) => person.id).sort()).toEqual(page.members.map((member) => member.userId).sort())
        seen.push(...page.members.map((member) => member.userId))
        cursor = page.nextCursor
      } while (cursor)
      expect(seen).toEqual(userIds.filter((id) => id !== userIds[3]).sort())
      expect(await bench.counting.during(() => bench.run('member.list', userIds[1]!, { conversationId }))).toBe(2)
      expect(await bench.refusal('member.list', userIds[1]!, { conversationId, cursor: 'AAAA' })).toMatchObject({ code: 'invalid_input', path: '/cursor' })
      expect(await bench.refusal('member.list', userIds[3]!, { conversationId })).toEqual(await bench.refusal('member.list', anna, { conversationId: randomUUID() }))
    })
  })
})
