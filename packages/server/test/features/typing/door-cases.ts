import { casesOf } from '../../doors/door-case.ts'

export const doorCases = [
  ...casesOf('typing.set', [
    {
      answer: 'ok',
      when: 'the caller may write',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, typing: true }, expected: {} }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller is a stranger (refusal 1)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { conversationId: (await scene.group()).id, typing: true } }),
    },
    {
      answer: 'forbidden',
      when: 'the caller may only read (refusal 8)',
      arrange: async (scene) => {
        const reader = await scene.person()
        return { token: reader.token, input: { conversationId: (await scene.group([reader], 'channel')).id, typing: true } }
      },
    },
  ]),
]
