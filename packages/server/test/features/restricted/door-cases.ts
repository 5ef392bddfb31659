import { randomUUID } from 'node:crypto'
import { casesOf } from '../../doors/door-case.ts'

const text = () => ({ clientId: randomUUID(), content: { kind: 'text', text: 'between us' } })

export const doorCases = casesOf('message.send', [
  {
    answer: 'ok',
    when: 'it is for some members only',
    arrange: async (scene) => {
      const member = await scene.person()
      const { id, owner } = await scene.group([member])
      return { token: owner.token, input: { conversationId: id, ...text(), visibleTo: [member.userId] } }
    },
  },
  {
    answer: 'not_found',
    when: 'it is for somebody who is not a member',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      return { token: owner.token, input: { conversationId: id, ...text(), visibleTo: [(await scene.person()).userId] }, expected: { path: '/visibleTo/0' } }
    },
  },
  {
    answer: 'not_found',
    when: 'a stranger writes to a member only (refusal 1)',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      const expected = { message: 'unable to send; there is no such conversation' }
      return { token: (await scene.person()).token, input: { conversationId: id, ...text(), visibleTo: [owner.userId] }, expected }
    },
  },
  {
    answer: 'forbidden',
    when: 'it is for some members only, and the caller may only read',
    arrange: async (scene) => {
      const reader = await scene.person()
      const { id, owner } = await scene.group([reader], 'channel')
      return { token: reader.token, input: { conversationId: id, ...text(), visibleTo: [owner.userId] } }
    },
  },
  {
    answer: 'invalid_input',
    when: 'an urgent message is for some members only',
    arrange: async (scene) => {
      const member = await scene.person()
      const { id, owner } = await scene.group([member])
      return { token: owner.token, input: { conversationId: id, ...text(), urgent: true, visibleTo: [member.userId] }, expected: { path: '/visibleTo' } }
    },
  },
])
