import { randomUUID } from 'node:crypto'
import { casesOf } from '../../doors/door-case.ts'

export const doorCases = [
  ...casesOf('member.add', [
    {
      answer: 'ok',
      when: 'a member adds somebody to a group',
      arrange: async (scene) => {
        const [member, other] = [await scene.person(), await scene.person()]
        const { id } = await scene.group([member])
        const expected = { members: [{ userId: other.userId, role: 'member', state: 'active' }] }
        return { token: member.token, input: { conversationId: id, userIds: [other.userId] }, expected }
      },
    },
    {
      answer: 'not_found',
      when: 'one of them does not exist',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, userIds: [randomUUID()] }, expected: { path: '/userIds/0' } }
      },
    },
    {
      answer: 'not_found',
      when: 'a stranger would add themselves (refusal 1)',
      arrange: async (scene) => {
        const { token, userId } = await scene.person()
        return { token, input: { conversationId: (await scene.group()).id, userIds: [userId] } }
      },
    },
    {
      answer: 'forbidden',
      when: 'a viewer adds (refusal 8)',
      arrange: async (scene) => {
        const viewer = await scene.person()
        const { id } = await scene.group([viewer])
        await scene.setRole(id, viewer, 'viewer')
        return { token: viewer.token, input: { conversationId: id, userIds: [(await scene.person()).userId] } }
      },
    },
  ]),
  ...casesOf('member.remove', [
    {
      answer: 'ok',
      when: 'the owner removes a member',
      arrange: async (scene) => {
        const member = await scene.person()
        const { userId } = member
        const { id, owner } = await scene.group([member])
        return { token: owner.token, input: { conversationId: id, userId }, expected: { member: { userId, state: 'removed' } } }
      },
    },
    {
      answer: 'not_found',
      when: 'a stranger removes the owner (refusal 1)',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: (await scene.person()).token, input: { conversationId: id, userId: owner.userId } }
      },
    },
    {
      answer: 'forbidden',
      when: 'a moderator removes an admin (refusal 8)',
      arrange: async (scene) => {
        const [moderator, admin] = [await scene.person(), await scene.person()]
        const { id } = await scene.group([moderator, admin])
        await scene.setRole(id, moderator, 'moderator')
        await scene.setRole(id, admin, 'admin')
        return { token: moderator.token, input: { conversationId: id, userId: admin.userId } }
      },
    },
  ]),
  ...casesOf('member.update', [
    {
      answer: 'ok',
      when: 'the owner makes a member admin',
      arrange: async (scene) => {
        const member = await scene.person()
        const { userId } = member
        const { id, owner } = await scene.group([member])
        return { token: owner.token, input: { conversationId: id, userId, role: 'admin' }, expected: { member: { userId, role: 'admin' } } }
      },
    },
    {
      answer: 'ok',
      when: 'a member gives themself custom data',
      arrange: async (scene) => {
        const member = await scene.person()
        const { userId } = member
        const { id } = await scene.group([member])
        const custom = { desk: { floor: 4 } }
        return { token: member.token, input: { conversationId: id, userId, custom }, expected: { member: { userId, role: 'member', custom } } }
      },
    },
    {
      answer: 'invalid_input',
      when: 'the custom data has a key of programs',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, userId: owner.userId, custom: { a: { constructor: 1 } } }, expected: { path: '/custom' } }
      },
    },
    {
      answer: 'forbidden',
      when: 'a member gives the owner custom data (refusal 8)',
      arrange: async (scene) => {
        const member = await scene.person()
        const { id, owner } = await scene.group([member])
        return { token: member.token, input: { conversationId: id, userId: owner.userId, custom: {} } }
      },
    },
    {
      answer: 'not_found',
      when: 'a stranger demotes the owner (refusal 1)',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: (await scene.person()).token, input: { conversationId: id, userId: owner.userId, role: 'viewer' } }
      },
    },
    {
      answer: 'forbidden',
      when: 'an admin would be owner (refusal 9)',
      arrange: async (scene) => {
        const admin = await scene.person()
        const { id } = await scene.group([admin])
        await scene.setRole(id, admin, 'admin')
        return { token: admin.token, input: { conversationId: id, userId: admin.userId, role: 'owner' } }
      },
    },
    {
      answer: 'forbidden',
      when: 'a member would be moderator (refusal 9)',
      arrange: async (scene) => {
        const member = await scene.person()
        const { id } = await scene.group([member])
        return { token: member.token, input: { conversationId: id, userId: member.userId, role: 'moderator' } }
      },
    },
  ]),
  ...casesOf('conversation.transfer', [
    {
      answer: 'ok',
      when: 'the owner hands over to a member',
      arrange: async (scene) => {
        const member = await scene.person()
        const { id, owner } = await scene.group([member])
        const expected = { members: [{ userId: member.userId, role: 'owner' }, { userId: owner.userId, role: 'admin' }] }
        return { token: owner.token, input: { conversationId: id, userId: member.userId }, expected }
      },
    },
    {
      answer: 'not_found',
      when: 'the other is not in it',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, userId: (await scene.person()).userId } }
      },
    },
    {
      answer: 'forbidden',
      when: 'an admin takes it for another (refusal 9)',
      arrange: async (scene) => {
        const [admin, other] = [await scene.person(), await scene.person()]
        const { id } = await scene.group([admin, other])
        await scene.setRole(id, admin, 'admin')
        return { token: admin.token, input: { conversationId: id, userId: other.userId } }
      },
    },
  ]),
  ...casesOf('member.leave', [
    {
      answer: 'ok',
      when: 'the owner goes',
      arrange: async (scene) => {
        const { id, owner } = await scene.group([await scene.person()])
        return { token: owner.token, input: { conversationId: id }, expected: { member: { userId: owner.userId, state: 'left' } } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller was removed before (refusal 8)',
      arrange: async (scene) => {
        const member = await scene.person()
        const group = await scene.group([member])
        await scene.remove(group, member)
        return { token: member.token, input: { conversationId: group.id } }
      },
    },
    {
      answer: 'forbidden',
      when: 'the conversation is a direct one',
      arrange: async (scene) => {
        const one = await scene.person()
        return { token: one.token, input: { conversationId: await scene.direct(one, await scene.person()) } }
      },
    },
  ]),
  ...casesOf('member.list', [
    {
      answer: 'ok',
      when: 'the caller is in it',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, limit: 10 }, expected: { members: [{ userId: owner.userId }], people: [{ id: owner.userId }] } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller is a stranger (refusal 1)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { conversationId: (await scene.group()).id } }),
    },
  ]),
]
