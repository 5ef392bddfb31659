import { randomUUID } from 'node:crypto'
import { casesOf } from '../../doors/door-case.ts'
import { namedByRemoved, namedByStranger, namedMessage } from '../../doors/message-cases.ts'

const at = 4_000_000_000_000

export const doorCases = [
  ...casesOf('reminder.set', [
    {
      answer: 'ok',
      when: 'the caller may read the message',
      arrange: async (scene) => {
        const { owner, input } = await namedMessage(scene)
        const expected = { rows: [{ kind: 'reminder', key: input.messageId, value: { conversationId: input.conversationId, at, state: 'waiting' } }] }
        return { token: owner.token, input: { ...input, at }, expected }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: async (scene) => {
      const { token, input } = await namedByStranger(scene)
      return { token, input: { ...input, at } }
    } },
    { answer: 'not_found', when: 'the caller was removed (refusals 1 and 8)', arrange: async (scene) => {
      const { token, input } = await namedByRemoved(scene)
      return { token, input: { ...input, at } }
    } },
    {
      answer: 'forbidden',
      when: 'there are 500 already',
      arrange: async (scene) => {
        const { owner, input } = await namedMessage(scene)
        await scene.privateRows(owner, { kind: 'reminder', value: { conversationId: input.conversationId, at, state: 'waiting' }, count: 500 })
        return { token: owner.token, input: { ...input, at } }
      },
    },
  ]),
  ...casesOf('reminder.cancel', [
    { answer: 'ok', when: 'there is none', arrange: async (scene) => ({ token: (await scene.person()).token, input: { messageId: randomUUID() }, expected: { rows: [] } }) },
  ]),
]
