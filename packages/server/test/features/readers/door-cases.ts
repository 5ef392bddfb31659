import { casesOf } from '../../doors/door-case.ts'

export const doorCases = casesOf('message.readers', [
  {
    answer: 'ok',
    when: 'another member has read the message',
    arrange: async (scene) => {
      const member = await scene.person()
      const { id, owner } = await scene.group([member])
      const messageId = await scene.message(id, owner)
      await scene.server.call('POST', '/v1/marks', { token: member.token, body: { marks: [{ conversationId: id, read: 1000 }] } })
      const expected = { counts: { read: 1, delivered: 1, members: 1, exact: true }, people: [{ id: member.userId }] }
      return { token: owner.token, input: { conversationId: id, messageId }, expected }
    },
  },
  {
    answer: 'not_found',
    when: 'the caller is a stranger (refusal 1)',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      return { token: (await scene.person()).token, input: { conversationId: id, messageId: await scene.message(id, owner) } }
    },
  },
  {
    answer: 'invalid_input',
    when: 'the cursor is not one of this list',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      return { token: owner.token, input: { conversationId: id, messageId: await scene.message(id, owner), cursor: 'abc' }, expected: { path: '/cursor' } }
    },
  },
])
