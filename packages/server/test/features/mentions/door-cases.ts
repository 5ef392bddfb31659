import { randomUUID } from 'node:crypto'
import { casesOf } from '../../doors/door-case.ts'

const text = (words: string) => ({ clientId: randomUUID(), content: { kind: 'text', text: words } })

export const doorCases = casesOf('message.send', [
  {
    answer: 'ok',
    when: 'it mentions a member, everybody and a role',
    arrange: async (scene) => {
      const member = await scene.person()
      const { id } = await scene.group([member])
      return { token: member.token, input: { conversationId: id, ...text('@all'), mentions: { userIds: [member.userId], all: true, here: true, roles: ['owner'] } } }
    },
  },
  {
    answer: 'not_found',
    when: 'it mentions somebody who is not a member',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      const userIds = [owner.userId, (await scene.person()).userId]
      return { token: owner.token, input: { conversationId: id, ...text('@you'), mentions: { userIds } }, expected: { path: '/mentions/userIds/1' } }
    },
  },
  {
    answer: 'not_found',
    when: 'a stranger mentions a member (refusal 1)',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      const expected = { message: 'unable to send; there is no such conversation' }
      return { token: (await scene.person()).token, input: { conversationId: id, ...text('@you'), mentions: { userIds: [owner.userId] } }, expected }
    },
  },
  {
    answer: 'forbidden',
    when: 'it mentions all, and the caller may only read',
    arrange: async (scene) => {
      const reader = await scene.person()
      const { id } = await scene.group([reader], 'channel')
      return { token: reader.token, input: { conversationId: id, ...text('@all'), mentions: { all: true } } }
    },
  },
])
