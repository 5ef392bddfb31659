import { randomUUID } from 'node:crypto'
import { casesOf } from '../../doors/door-case.ts'

export const doorCases = [
  ...casesOf('message.hide', [
    {
      answer: 'ok',
      when: 'one of the messages cannot be read',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const messageId = await scene.message(id, owner)
        return { token: owner.token, input: { conversationId: id, messageIds: [randomUUID(), messageId] }, expected: { rows: [{ kind: 'hidden', key: messageId, value: { conversationId: id } }] } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller is a stranger (refusal 1)',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: (await scene.person()).token, input: { conversationId: id, messageIds: [await scene.message(id, owner)] } }
      },
    },
    {
      answer: 'forbidden',
      when: 'there would be more than 5,000',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        await scene.privateRows(owner, { kind: 'hidden', value: { conversationId: id }, count: 4999 })
        return { token: owner.token, input: { conversationId: id, messageIds: [await scene.message(id, owner), await scene.message(id, owner)] } }
      },
    },
  ]),
  ...casesOf('message.unhide', [
    { answer: 'ok', when: 'nothing is hidden', arrange: async (scene) => ({ token: (await scene.person()).token, input: { messageIds: [randomUUID()] }, expected: { rows: [] } }) },
  ]),
]
