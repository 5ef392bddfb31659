import { randomUUID } from 'node:crypto'
import { casesOf } from '../../doors/door-case.ts'

export const doorCases = [
  ...casesOf('conversation.create', [
    {
      answer: 'ok',
      when: 'the members exist',
      arrange: async (scene) => {
        const [owner, other] = [await scene.person(), await scene.person()]
        const input = { clientId: randomUUID(), type: 'group', name: 'Friends', topic: 'all', memberIds: [other.userId], settings: { history: 'join' } }
        const conversation = { type: 'group', name: 'Friends', topic: 'all', settings: { history: 'join' } }
        return { token: owner.token, input, expected: { conversation, head: { memberCount: 2 }, membership: { role: 'owner' }, unread: 0 } }
      },
    },
    {
      answer: 'not_found',
      when: 'one of the members does not exist',
      arrange: async (scene) => {
        const input = { clientId: randomUUID(), type: 'group', name: 'Friends', memberIds: [randomUUID()] }
        return { token: (await scene.person()).token, input, expected: { path: '/memberIds/0' } }
      },
    },
    {
      answer: 'forbidden',
      when: 'the caller is a guest',
      arrange: async (scene) => ({ token: (await scene.person({ role: 'guest' })).token, input: { clientId: randomUUID(), type: 'group', name: 'Friends' } }),
    },
    {
      answer: 'idempotency_conflict',
      when: 'the clientId came before with other input',
      arrange: async (scene) => {
        const { token } = await scene.person()
        const input = { clientId: randomUUID(), type: 'group', name: 'Friends' }
        await scene.server.call('POST', '/v1/conversations', { token, body: input })
        return { token, input: { ...input, name: 'Others' }, expected: { path: '/clientId' } }
      },
    },
  ]),
  ...casesOf('conversation.direct', [
    {
      answer: 'ok',
      when: 'both exist',
      arrange: async (scene) => {
        const [one, other] = [await scene.person(), await scene.person()]
        return { token: one.token, input: { userId: other.userId }, expected: { conversation: { type: 'direct', directUserIds: [one.userId, other.userId].toSorted() } } }
      },
    },
    {
      answer: 'not_found',
      when: 'the other does not exist',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { userId: randomUUID() }, expected: { path: '/userId' } }),
    },
    {
      answer: 'forbidden',
      when: 'the caller is a guest',
      arrange: async (scene) => ({ token: (await scene.person({ role: 'guest' })).token, input: { userId: (await scene.person()).userId } }),
    },
  ]),
  ...casesOf('conversation.list', [
    {
      answer: 'ok',
      when: 'the caller is in one',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { limit: 5, type: 'group' }, expected: { conversations: [{ conversation: { id } }], people: [] } }
      },
    },
  ]),
  ...casesOf('conversation.get', [
    {
      answer: 'ok',
      when: 'the caller is in it',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id }, expected: { conversation: { id }, membership: { role: 'owner' } } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller is a stranger (refusal 1)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { conversationId: (await scene.group()).id } }),
    },
  ]),
  ...casesOf('conversation.update', [
    {
      answer: 'ok',
      when: 'messages of a direct conversation are to disappear',
      arrange: async (scene) => {
        const [one, other] = [await scene.person(), await scene.person()]
        const input = { conversationId: await scene.direct(one, other), settings: { disappearAfterMs: 86_400_000 } }
        return { token: other.token, input, expected: { conversation: { settings: { disappearAfterMs: 86_400_000 } } } }
      },
    },
    {
      answer: 'ok',
      when: 'the caller is its owner',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const change = { name: 'Renamed', topic: 'new', avatarHue: 9, settings: { history: 'join' }, custom: { a: [{ b: 1 }] } }
        return { token: owner.token, input: { conversationId: id, ...change }, expected: { conversation: { id, ...change, revision: 2 } } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller is a stranger (refusal 1)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { conversationId: (await scene.group()).id, name: 'Mine' } }),
    },
    {
      answer: 'forbidden',
      when: 'the caller is a mere member (refusal 8)',
      arrange: async (scene) => {
        const member = await scene.person()
        return { token: member.token, input: { conversationId: (await scene.group([member])).id, name: 'Mine' } }
      },
    },
  ]),
]
