import { randomUUID } from 'node:crypto'
import { casesOf } from '../../doors/door-case.ts'

export const doorCases = [
  ...casesOf('activity.list', [
    {
      answer: 'ok',
      when: 'somebody called the caller',
      arrange: async (scene) => {
        const member = await scene.person()
        const { id, owner } = await scene.group([member])
        const body = { clientId: randomUUID(), content: { kind: 'text', text: 'Where are you?' }, mentions: { userIds: [member.userId] } }
        const sent = await scene.server.call('POST', `/v1/conversations/${id}/messages`, { token: owner.token, body })
        return { token: member.token, input: {}, expected: { entries: [{ kind: 'mention', conversationId: id, message: { id: sent.body['id'] } }], readTo: 0, unread: 1 } }
      },
    },
    {
      answer: 'invalid_input',
      when: 'the cursor is not one of this list',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { cursor: 'abc' }, expected: { path: '/cursor' } }),
    },
  ]),
  ...casesOf('activity.read', [
    {
      answer: 'ok',
      when: 'the mark moves forward',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { readTo: 1000 }, expected: { rows: [{ kind: 'activity', key: 'read', value: { readTo: 1000 } }] } }),
    },
  ]),
]
