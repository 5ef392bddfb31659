import { casesOf } from '../../doors/door-case.ts'

const words = (text = 'Dear Ben,') => ({ text, editedAt: 1_795_226_400_000 })

export const doorCases = casesOf('draft.set', [
  {
    answer: 'ok',
    when: 'the caller is a member',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      const expected = { rows: [{ kind: 'draft', key: id, revision: 2, value: words() }] }
      return { token: owner.token, input: { conversationId: id, ...words() }, expected }
    },
  },
  {
    answer: 'ok',
    when: 'it is of a thread',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      const threadId = await scene.message(id, owner)
      const expected = { rows: [{ kind: 'draft', key: threadId, value: { conversationId: id, ...words() } }] }
      return { token: owner.token, input: { conversationId: id, threadId, ...words() }, expected }
    },
  },
  {
    answer: 'not_found',
    when: 'the thread is of another conversation',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      const threadId = await scene.message(await scene.direct(owner, await scene.person()), owner)
      return { token: owner.token, input: { conversationId: id, threadId, ...words() }, expected: { path: '/threadId' } }
    },
  },
  {
    answer: 'not_found',
    when: 'the caller is a stranger (refusal 1)',
    arrange: async (scene) => ({ token: (await scene.person()).token, input: { conversationId: (await scene.group()).id, ...words() } }),
  },
  {
    answer: 'not_found',
    when: 'the caller was removed (refusals 1 and 8)',
    arrange: async (scene) => {
      const member = await scene.person()
      const group = await scene.group([member])
      await scene.remove(group, member)
      return { token: member.token, input: { conversationId: group.id, ...words() } }
    },
  },
  {
    answer: 'forbidden',
    when: 'there are 500 already',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      await scene.privateRows(owner, { kind: 'draft', value: words(), count: 500 })
      return { token: owner.token, input: { conversationId: id, ...words() } }
    },
  },
  {
    answer: 'too_large',
    when: 'it takes more than 20 kB',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      return { token: owner.token, input: { conversationId: id, ...words('\u0001'.repeat(5000)) } }
    },
  },
])
