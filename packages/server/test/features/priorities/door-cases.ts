import { randomUUID } from 'node:crypto'
import { casesOf, type Scene, type ScenePerson } from '../../doors/door-case.ts'

/** Sends a text that asks to be acknowledged; returns the message's id. */
const urgent = async (scene: Scene, { token }: ScenePerson, id: string): Promise<string> => {
  const body = { clientId: randomUUID(), content: { kind: 'text', text: 'come now' }, urgent: true }
  return String((await scene.server.call('POST', `/v1/conversations/${id}/messages`, { token, body })).body['id'])
}

export const doorCases = [
  ...casesOf('message.acknowledge', [
    {
      answer: 'ok',
      when: 'the message is urgent and somebody else\'s',
      arrange: async (scene) => {
        const reader = await scene.person()
        const { id, owner } = await scene.group([reader], 'channel')
        const messageId = await urgent(scene, owner, id)
        return { token: reader.token, input: { conversationId: id, messageId }, expected: { message: { id: messageId, urgent: true, acknowledged: { count: 1, userIds: [reader.userId] } } } }
      },
    },
    {
      answer: 'not_found',
      when: 'a stranger knows its id (refusal 1)',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: (await scene.person()).token, input: { conversationId: id, messageId: await urgent(scene, owner, id) } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller was removed (refusal 8)',
      arrange: async (scene) => {
        const member = await scene.person()
        const group = await scene.group([member])
        const messageId = await urgent(scene, group.owner, group.id)
        await scene.remove(group, member)
        return { token: member.token, input: { conversationId: group.id, messageId } }
      },
    },
    {
      answer: 'forbidden',
      when: 'the message is one\'s own',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, messageId: await urgent(scene, owner, id) } }
      },
    },
  ]),
  ...casesOf('message.acknowledgements', [
    {
      answer: 'ok',
      when: 'nobody acknowledged it yet',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, messageId: await urgent(scene, owner, id) }, expected: { acknowledgements: [], hasMore: false } }
      },
    },
    {
      answer: 'not_found',
      when: 'a stranger knows its id (refusal 1)',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: (await scene.person()).token, input: { conversationId: id, messageId: await urgent(scene, owner, id) } }
      },
    },
  ]),
]
