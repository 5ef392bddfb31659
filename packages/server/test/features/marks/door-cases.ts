import { casesOf } from '../../doors/door-case.ts'

export const doorCases = [
  ...casesOf('mark.update', [
    {
      answer: 'ok',
      when: 'it moves forward',
      arrange: async (scene) => {
        const reader = await scene.person()
        const { id, owner } = await scene.group([reader])
        await scene.message(id, owner)
        return { token: reader.token, input: { marks: [{ conversationId: id, read: 1 }] }, expected: { marks: [{ conversationId: id, delivered: 1, read: 1, unread: 0 }] } }
      },
    },
    {
      answer: 'ok',
      when: 'it would go back, and is ignored (refusal 29)',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        await scene.message(id, owner)
        return { token: owner.token, input: { marks: [{ conversationId: id, delivered: 0, read: 0 }] }, expected: { marks: [{ conversationId: id, delivered: 1, read: 1 }] } }
      },
    },
    {
      answer: 'ok',
      when: 'it is beyond the head, and is capped there (refusal 29)',
      arrange: async (scene) => {
        const reader = await scene.person()
        const { id, owner } = await scene.group([reader])
        await scene.message(id, owner)
        const input = { marks: [{ conversationId: id, read: Number.MAX_SAFE_INTEGER }] }
        return { token: reader.token, input, expected: { marks: [{ conversationId: id, delivered: 1, read: 1, unread: 0 }] } }
      },
    },
    {
      answer: 'ok',
      when: "it is a stranger's, and is left out (refusals 1 and 29)",
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        await scene.message(id, owner)
        return { token: (await scene.person()).token, input: { marks: [{ conversationId: id, read: 1 }] }, expected: { marks: [] } }
      },
    },
  ]),
  ...casesOf('mark.list', [
    {
      answer: 'ok',
      when: 'the caller is in it',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        await scene.message(id, owner)
        return { token: owner.token, input: { conversationId: id }, expected: { marks: [{ userId: owner.userId, delivered: 1, read: 1 }] } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller is a stranger (refusals 1 and 29)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { conversationId: (await scene.group()).id } }),
    },
  ]),
]
