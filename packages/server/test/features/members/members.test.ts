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
      expect(trips).toBe(8)
      const added = eventsOf(conversationId).at(-1)!
      expect(added).toMatchObject({ name: 'member.added', after: 2, revision: 3 })
      expect(added.frame.payload.members.map((member: { userId: string }) => member.userId)).toEqual([ben, cara])
      expect(lastUserEvent(ben)).toMatchObject({ conversationId, state: 'active', role: 'member', visibleFrom: 1 })
      const view = await bench.run('conversation.get', ben, { conversationId })
      expect(view).toMatchObject({ unread: 0, mark: { read: 1, delivered: 1 }, head: { memberCount: 3, revision: 3 } })
    })

    it('leaves those who are in it already as they are, without an event', async () => {
      const conversationId = await group(['owner', 'admin'])
      const { members } = await bench.run('member.add', anna, { conversationId, userIds: [ben] })
      expect(members).toMatchObject([{ userId: ben, role: 'admin', revision: 1 }])
      expect(eventsOf(conversationId)).toEqual([])
    })

    it.each([['beginning', 1], ['join', 3]] as const)('lets people who come back read from the %s', async (history, visibleFrom) => {
      const conversationId = await group(['owner', 'member'], { history })
      await send(conversationId, anna)
      await bench.run('member.leave', ben, { conversationId })
      await send(conversationId, anna)
      await bench.run('member.add', anna, { conversationId, userIds: [ben] })
      expect((await bench.run('conversation.get', ben, { conversationId })).membership).toMatchObject({ state: 'active', visibleFrom })
      await send(conversationId, anna)
      const { messages } = await bench.run('message.list', ben, { conversationId })
      expect(messages[0]!.position).toBe(visibleFrom)
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
      expect(eventsOf(conversationId)).toMatchObject([{ name: 'member.removed', after: 1, revision: 2, ended: [ben] }])
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
      const left = eventsOf(conversationId).at(-1)!
      expect(left).toMatchObject({ name: 'member.left', ended: [anna] })
      expect(left.frame.payload.members).toMatchObject([{ userId: anna, state: 'left' }, { userId: cara, role: 'owner', revision: 2 }])
      expect(lastUserEvent(cara)).toMatchObject({ conversationId, role: 'owner' })
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
