import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { casesOf } from '../../doors/door-case.ts'
import { namedByRemoved, namedByStranger, namedMessage } from '../../doors/message-cases.ts'

export const doorCases = [
  ...casesOf('saved.add', [
    {
      answer: 'ok',
      when: 'the caller may read the message',
      arrange: async (scene) => {
        const { owner, input } = await namedMessage(scene)
        const expected = { rows: [{ kind: 'saved', key: input.messageId, value: { conversationId: input.conversationId, savedAt: expect.any(Number) } }] }
        return { token: owner.token, input, expected }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: namedByStranger },
    { answer: 'not_found', when: 'the caller was removed (refusals 1 and 8)', arrange: namedByRemoved },
    {
      answer: 'forbidden',
      when: 'there are 5,000 already',
      arrange: async (scene) => {
        const { owner, input } = await namedMessage(scene)
        await scene.privateRows(owner, { kind: 'saved', value: { conversationId: input.conversationId, savedAt: 1 }, count: 5000 })
        return { token: owner.token, input }
      },
    },
  ]),
  ...casesOf('saved.remove', [
    { answer: 'ok', when: 'nothing was saved', arrange: async (scene) => ({ token: (await scene.person()).token, input: { messageId: randomUUID() }, expected: { rows: [] } }) },
  ]),
  ...casesOf('saved.messages', [
    {
      answer: 'ok',
      when: 'one of them is not saved',
      arrange: async (scene) => {
        const { owner, input } = await namedMessage(scene)
        const { conversationId, messageId } = input
        await scene.server.call('PUT', `/v1/conversations/${conversationId}/messages/${messageId}/saved`, { token: owner.token })
        const other = await scene.message(conversationId, owner)
        return { token: owner.token, input: { messageIds: [messageId, other] }, expected: { messages: [{ conversationId, message: { id: messageId } }] } }
      },
    },
  ]),
]
