import { casesOf } from '../../doors/door-case.ts'

export const doorCases = [
  ...casesOf('conversation.changes', [
    {
      answer: 'ok',
      when: 'something was sent since',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const message = await scene.message(id, owner)
        return { token: owner.token, input: { conversationId: id, since: 1, limit: 10 }, expected: { after: 1, upTo: 2, rows: { messages: [{ id: message }] } } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller was removed, whatever the cursor (refusals 1 and 3)',
      arrange: async (scene) => {
        const member = await scene.person()
        const group = await scene.group([member])
        await scene.remove(group, member)
        await scene.message(group.id, group.owner)
        return { token: member.token, input: { conversationId: group.id, since: 1 } }
      },
    },
  ]),
  ...casesOf('user.changes', [
    {
      answer: 'ok',
      when: 'the caller was removed from a conversation',
      arrange: async (scene) => {
        const member = await scene.person()
        const group = await scene.group([member])
        await scene.remove(group, member)
        return { token: member.token, input: { since: 0 }, expected: { upTo: 2, memberships: [{ conversationId: group.id, state: 'removed' }] } }
      },
    },
  ]),
]
