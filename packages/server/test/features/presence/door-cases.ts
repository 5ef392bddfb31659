import { casesOf } from '../../doors/door-case.ts'

export const doorCases = [
  ...casesOf('presence.set', [
    {
      answer: 'ok',
      when: 'the caller chooses',
      arrange: async (scene) => {
        const { token, userId } = await scene.person()
        return { token, input: { status: 'invisible', text: 'at lunch' }, expected: { presence: { userId, status: 'offline', text: 'at lunch' } } }
      },
    },
    {
      answer: 'ok',
      when: 'the text is to stay longer than dates can say',
      arrange: async (scene) => {
        const { token, userId } = await scene.person()
        return { token, input: { text: 'for ever', textExpiresAt: Number.MAX_SAFE_INTEGER }, expected: { presence: { userId, text: 'for ever' } } }
      },
    },
  ]),
  ...casesOf('presence.watch', [
    {
      answer: 'ok',
      when: 'the caller shows somebody',
      arrange: async (scene) => {
        const other = await scene.person()
        const { owner } = await scene.group([other])
        const expected = { presences: [{ userId: other.userId, status: 'offline' }], people: [{ id: other.userId }] }
        return { token: owner.token, input: { people: [[other.userId, 0]] }, expected }
      },
    },
  ]),
]
