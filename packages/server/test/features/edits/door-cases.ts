import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { casesOf, textMaxLength } from '../../doors/door-case.ts'

const words = (text: string) => ({ clientId: randomUUID(), content: { kind: 'text', text } })

export const doorCases = [
  ...casesOf('message.edit', [
    {
      answer: 'ok',
      when: 'the message is one\'s own',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const messageId = await scene.message(id, owner)
        const expected = { message: { id: messageId, position: 1, content: { kind: 'text', text: 'better' }, editedAt: expect.any(Number) } }
        return { token: owner.token, input: { conversationId: id, messageId, ...words('better') }, expected }
      },
    },
    {
      answer: 'ok',
      when: 'it gets other custom data',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const messageId = await scene.message(id, owner)
        const custom = { order: { number: 17 } }
        return { token: owner.token, input: { conversationId: id, messageId, ...words('better'), custom }, expected: { message: { id: messageId, custom } } }
      },
    },
    {
      answer: 'invalid_input',
      when: 'its custom data has nine levels',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const custom = { a: [[[[[[[[]]]]]]]] }
        return { token: owner.token, input: { conversationId: id, messageId: await scene.message(id, owner), ...words('better'), custom }, expected: { path: '/custom' } }
      },
    },
    {
      answer: 'not_found',
      when: 'a stranger knows its id (refusal 1)',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: (await scene.person()).token, input: { conversationId: id, messageId: await scene.message(id, owner), ...words('mine now') } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller was removed (refusals 1 and 8)',
      arrange: async (scene) => {
        const member = await scene.person()
        const group = await scene.group([member])
        const messageId = await scene.message(group.id, member)
        await scene.remove(group, member)
        return { token: member.token, input: { conversationId: group.id, messageId, ...words('a last word') } }
      },
    },
    {
      answer: 'forbidden',
      when: 'the message is somebody else\'s (refusal 8)',
      arrange: async (scene) => {
        const member = await scene.person()
        const { id, owner } = await scene.group([member])
        return { token: owner.token, input: { conversationId: id, messageId: await scene.message(id, member), ...words('I never said that') } }
      },
    },
    {
      answer: 'idempotency_conflict',
      when: 'the clientId came with other words',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const input = { conversationId: id, messageId: await scene.message(id, owner), ...words('first') }
        await scene.server.call('PATCH', `/v1/conversations/${id}/messages/${input.messageId}`, { token: owner.token, body: { clientId: input.clientId, content: input.content } })
        return { token: owner.token, input: { ...input, content: { kind: 'text', text: 'second' } }, expected: { path: '/clientId' } }
      },
    },
    {
      answer: 'too_large',
      when: 'the text is longer than the deployment allows',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, messageId: await scene.message(id, owner), ...words('x'.repeat(textMaxLength + 1)) } }
      },
    },
  ]),
  ...casesOf('message.edits', [
    {
      answer: 'ok',
      when: 'the message was never edited',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, messageId: await scene.message(id, owner) }, expected: { edits: [], hasMore: false } }
      },
    },
    {
      answer: 'not_found',
      when: 'a stranger knows its id (refusal 1)',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: (await scene.person()).token, input: { conversationId: id, messageId: await scene.message(id, owner) } }
      },
    },
  ]),
]
