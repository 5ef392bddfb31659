import { casesOf, type Scene } from '../../doors/door-case.ts'

const twenty = '😀 😃 😄 😁 😆 😅 🤣 😂 🙂 🙃 🫠 😉 😊 😇 🥰 😍 🤩 😘 😗 😚'.split(' ')

const of = async (scene: Scene, emoji = '👍') => {
  const { id, owner } = await scene.group()
  return { owner, input: { conversationId: id, messageId: await scene.message(id, owner), emoji } }
}

const react = async (scene: Scene, token: string, { conversationId, messageId, emoji }: Awaited<ReturnType<typeof of>>['input']): Promise<void> => {
  await scene.server.call('PUT', `/v1/conversations/${conversationId}/messages/${messageId}/reactions/${encodeURIComponent(emoji)}`, { token })
}

const readOnly = async (scene: Scene) => {
  const viewer = await scene.person()
  const { id, owner } = await scene.group([viewer])
  const input = { conversationId: id, messageId: await scene.message(id, owner), emoji: '👍' }
  await scene.server.call('PATCH', `/v1/conversations/${id}/members/${viewer.userId}`, { token: owner.token, body: { role: 'viewer' } })
  return { token: viewer.token, input }
}

const removed = async (scene: Scene) => {
  const member = await scene.person()
  const group = await scene.group([member])
  const input = { conversationId: group.id, messageId: await scene.message(group.id, member), emoji: '👍' }
  await scene.remove(group, member)
  return { token: member.token, input }
}

export const doorCases = [
  ...casesOf('reaction.add', [
    {
      answer: 'ok',
      when: 'nobody has reacted so far',
      arrange: async (scene) => {
        const { owner, input } = await of(scene)
        const expected = { message: { id: input.messageId, reactions: [{ emoji: '👍', count: 1, userIds: [owner.userId] }] } }
        return { token: owner.token, input, expected }
      },
    },
    {
      answer: 'ok',
      when: 'the emoji is one of the longest',
      arrange: async (scene) => {
        const { owner, input } = await of(scene, '👩🏻‍❤️‍💋‍👩🏿')
        return { token: owner.token, input, expected: { message: { reactions: [{ emoji: '👩🏻‍❤️‍💋‍👩🏿', count: 1 }] } } }
      },
    },
    {
      answer: 'not_found',
      when: 'a stranger knows its id (refusal 1)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: (await of(scene)).input }),
    },
    { answer: 'not_found', when: 'the caller was removed (refusals 1 and 8)', arrange: removed },
    { answer: 'forbidden', when: 'the caller may only read', arrange: readOnly },
    {
      answer: 'limit_reached',
      when: 'the message has 20 different emoji',
      arrange: async (scene) => {
        const { owner, input } = await of(scene)
        for (const emoji of twenty) await react(scene, owner.token, { ...input, emoji })
        return { token: owner.token, input, expected: { path: '/emoji' } }
      },
    },
  ]),
  ...casesOf('reaction.remove', [
    {
      answer: 'ok',
      when: 'the caller has reacted',
      arrange: async (scene) => {
        const { owner, input } = await of(scene)
        await react(scene, owner.token, input)
        return { token: owner.token, input, expected: { message: { id: input.messageId } } }
      },
    },
    {
      answer: 'not_found',
      when: 'a stranger knows its id (refusal 1)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: (await of(scene)).input }),
    },
    { answer: 'not_found', when: 'the caller was removed (refusals 1 and 8)', arrange: removed },
    { answer: 'forbidden', when: 'the caller may only read', arrange: readOnly },
  ]),
  ...casesOf('reaction.list', [
    {
      answer: 'ok',
      when: 'the caller has reacted',
      arrange: async (scene) => {
        const { owner, input } = await of(scene)
        await react(scene, owner.token, input)
        const { userId } = owner
        return { token: owner.token, input, expected: { reactions: [{ emoji: '👍', userId }], people: [{ id: userId }], mine: ['👍'] } }
      },
    },
    {
      answer: 'not_found',
      when: 'a stranger knows its id (refusal 1)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: (await of(scene)).input }),
    },
  ]),
]
