import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { casesOf } from '../../doors/door-case.ts'

const custom = (data: object) => ({ clientId: randomUUID(), content: { kind: 'custom', type: 'com.example.unheard-of', data } })
const text = (words: string) => ({ clientId: randomUUID(), content: { kind: 'text', text: words } })

/** As long as the server of the cases allows. */
export const textMaxLength = 50

export const doorCases = [
  ...casesOf('message.send', [
    {
      answer: 'ok',
      when: 'the caller may write',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const replyToId = await scene.message(id, owner)
        const input = { conversationId: id, ...text('x'.repeat(textMaxLength)), replyToId, custom: { mood: ['good', { very: true }] } }
        return { token: owner.token, input, expected: { id: expect.any(String), position: 2, revision: 3 } }
      },
    },
    {
      answer: 'invalid_input',
      when: 'it is to disappear within less than five seconds',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, ...text('blink'), disappearAfterMs: 4999 }, expected: { path: '/disappearAfterMs' } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller was removed (refusals 1 and 8)',
      arrange: async (scene) => {
        const member = await scene.person()
        const group = await scene.group([member])
        await scene.remove(group, member)
        return { token: member.token, input: { conversationId: group.id, ...text('still here') } }
      },
    },
    {
      answer: 'not_found',
      when: 'what it replies to stands in another conversation',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const replyToId = await scene.message(await scene.direct(owner, await scene.person()), owner)
        return { token: owner.token, input: { conversationId: id, ...text('as said'), replyToId }, expected: { path: '/replyToId' } }
      },
    },
    {
      answer: 'forbidden',
      when: 'the caller may only read (refusal 8)',
      arrange: async (scene) => {
        const reader = await scene.person()
        const { id } = await scene.group([reader], 'channel')
        return { token: reader.token, input: { conversationId: id, ...text('may I?') } }
      },
    },
    {
      answer: 'idempotency_conflict',
      when: 'the clientId came before with other input (refusal 36)',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const first = text('first')
        await scene.server.call('POST', `/v1/conversations/${id}/messages`, { token: owner.token, body: first })
        return { token: owner.token, input: { conversationId: id, ...first, content: { kind: 'text', text: 'second' } }, expected: { path: '/clientId' } }
      },
    },
    {
      answer: 'too_large',
      when: 'the text is longer than this server allows',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, ...text('x'.repeat(textMaxLength + 1)) }, expected: { path: '/content/text' } }
      },
    },
    {
      answer: 'too_large',
      when: 'custom content has more than 8 kB',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, ...custom({ note: 'ü'.repeat(4096) }) }, expected: { path: '/content/data' } }
      },
    },
    {
      answer: 'invalid_input',
      when: 'custom data has more than 4 KiB',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, ...text('large'), custom: { note: ['ü'.repeat(2048)] } }, expected: { path: '/custom' } }
      },
    },
    {
      answer: 'invalid_input',
      when: 'the server does not know the type of custom content',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, ...custom({}) }, expected: { path: '/content/type' } }
      },
    },
  ]),
  ...casesOf('message.list', [
    {
      answer: 'ok',
      when: 'the caller is in it',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const messages = [{ id: await scene.message(id, owner), position: 1 }]
        await scene.message(id, owner)
        return { token: owner.token, input: { conversationId: id, before: 2, limit: 5 }, expected: { messages, hasBefore: false, hasAfter: true } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller is a stranger (refusal 1)',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        await scene.message(id, owner)
        return { token: (await scene.person()).token, input: { conversationId: id } }
      },
    },
    {
      answer: 'invalid_input',
      when: 'two places are asked for at once',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, before: 2, around: 1 }, expected: { path: '/around' } }
      },
    },
  ]),
  ...casesOf('message.get', [
    {
      answer: 'ok',
      when: 'the caller is in it',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const messageId = await scene.message(id, owner)
        return { token: owner.token, input: { conversationId: id, messageId }, expected: { message: { id: messageId, senderId: owner.userId, position: 1 } } }
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
