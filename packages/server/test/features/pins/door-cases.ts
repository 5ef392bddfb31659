import { seedMessages } from '../../support/history.ts'
import { casesOf, type Scene } from '../../doors/door-case.ts'

const own = async (scene: Scene) => {
  const { id, owner } = await scene.group()
  return { owner, input: { conversationId: id, messageId: await scene.message(id, owner) } }
}

const ofMember = async (scene: Scene) => {
  const member = await scene.person()
  const { id } = await scene.group([member])
  return { token: member.token, input: { conversationId: id, messageId: await scene.message(id, member) } }
}

const ofStranger = async (scene: Scene) => ({ token: (await scene.person()).token, input: (await own(scene)).input })

const pin = (scene: Scene, token: string, { conversationId, messageId }: { readonly conversationId: string; readonly messageId: string }) =>
  scene.server.call('PUT', `/v1/conversations/${conversationId}/messages/${messageId}/pin`, { token })

export const doorCases = [
  ...casesOf('message.pin', [
    {
      answer: 'ok',
      when: 'the caller is staff',
      arrange: async (scene) => {
        const { owner, input } = await own(scene)
        return { token: owner.token, input, expected: { message: { id: input.messageId, pin: { by: owner.userId } } } }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: ofStranger },
    { answer: 'forbidden', when: 'the caller is a member of a group (refusal 8)', arrange: ofMember },
    {
      answer: 'limit_reached',
      when: 'the conversation has 100 pinned messages',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const { database } = scene.server.palaver
        await seedMessages(database, id, owner.userId, 100)
        await database.query(`UPDATE messages SET parts = '{"pin":{"by":"${owner.userId}","at":1}}' WHERE conversation_id = $1`, [id])
        return { token: owner.token, input: { conversationId: id, messageId: await scene.message(id, owner) } }
      },
    },
  ]),
  ...casesOf('message.unpin', [
    {
      answer: 'ok',
      when: 'the message is pinned',
      arrange: async (scene) => {
        const { owner, input } = await own(scene)
        await pin(scene, owner.token, input)
        return { token: owner.token, input, expected: { message: { id: input.messageId } } }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: ofStranger },
    { answer: 'forbidden', when: 'the caller is a member of a group (refusal 8)', arrange: ofMember },
  ]),
  ...casesOf('pin.list', [
    {
      answer: 'ok',
      when: 'a message is pinned',
      arrange: async (scene) => {
        const { owner, input } = await own(scene)
        await pin(scene, owner.token, input)
        return { token: owner.token, input: { conversationId: input.conversationId }, expected: { messages: [{ id: input.messageId }] } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller is a stranger (refusal 1)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { conversationId: (await own(scene)).input.conversationId } }),
    },
  ]),
]
