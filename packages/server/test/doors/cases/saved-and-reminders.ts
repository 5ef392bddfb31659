import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { casesOf, type Scene } from './door-case.ts'

const at = 4_000_000_000_000

/** Of a message in a group of its own: one's own, as a stranger, and after being removed. */
const named = async (scene: Scene) => {
  const { id, owner } = await scene.group()
  return { owner, input: { conversationId: id, messageId: await scene.message(id, owner) } }
}
const ofStranger = async (scene: Scene) => ({ token: (await scene.person()).token, ...(await named(scene)) })
const ofRemoved = async (scene: Scene) => {
  const member = await scene.person()
  const group = await scene.group([member])
  const messageId = await scene.message(group.id, member)
  await scene.remove(group, member)
  return { token: member.token, input: { conversationId: group.id, messageId } }
}

export const savedAndReminderCases = [
  ...casesOf('saved.add', [
    {
      answer: 'ok',
      when: 'the caller may read the message',
      arrange: async (scene) => {
        const { owner, input } = await named(scene)
        const expected = { rows: [{ kind: 'saved', key: input.messageId, value: { conversationId: input.conversationId, savedAt: expect.any(Number) } }] }
        return { token: owner.token, input, expected }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: async (scene) => {
      const { token, input } = await ofStranger(scene)
      return { token, input }
    } },
    { answer: 'not_found', when: 'the caller was removed (refusals 1 and 8)', arrange: ofRemoved },
    {
      answer: 'forbidden',
      when: 'there are 5,000 already',
      arrange: async (scene) => {
        const { owner, input } = await named(scene)
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
        const { owner, input } = await named(scene)
        const { conversationId, messageId } = input
        await scene.server.call('PUT', `/v1/conversations/${conversationId}/messages/${messageId}/saved`, { token: owner.token })
        const other = await scene.message(conversationId, owner)
        return { token: owner.token, input: { messageIds: [messageId, other] }, expected: { messages: [{ conversationId, message: { id: messageId } }] } }
      },
    },
  ]),
  ...casesOf('reminder.set', [
    {
      answer: 'ok',
      when: 'the caller may read the message',
      arrange: async (scene) => {
        const { owner, input } = await named(scene)
        const expected = { rows: [{ kind: 'reminder', key: input.messageId, value: { conversationId: input.conversationId, at, state: 'waiting' } }] }
        return { token: owner.token, input: { ...input, at }, expected }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: async (scene) => {
      const { token, input } = await ofStranger(scene)
      return { token, input: { ...input, at } }
    } },
    { answer: 'not_found', when: 'the caller was removed (refusals 1 and 8)', arrange: async (scene) => {
      const { token, input } = await ofRemoved(scene)
      return { token, input: { ...input, at } }
    } },
    {
      answer: 'forbidden',
      when: 'there are 500 already',
      arrange: async (scene) => {
        const { owner, input } = await named(scene)
        await scene.privateRows(owner, { kind: 'reminder', value: { conversationId: input.conversationId, at, state: 'waiting' }, count: 500 })
        return { token: owner.token, input: { ...input, at } }
      },
    },
  ]),
  ...casesOf('reminder.cancel', [
    { answer: 'ok', when: 'there is none', arrange: async (scene) => ({ token: (await scene.person()).token, input: { messageId: randomUUID() }, expected: { rows: [] } }) },
  ]),
]
