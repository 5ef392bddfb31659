import { type ContentSchema, defineEphemeralType } from '@palaver/protocol'
import { casesOf } from '../../doors/door-case.ts'

const cursorSchema: ContentSchema<{ readonly x: number }> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof value === 'object' && value !== null && 'x' in value && typeof value.x === 'number' ? { value: { x: value.x } } : { issues: [{ message: 'must be a number', path: ['x'] }] },
  },
}

/** A type that the server of the cases knows. */
export const cursor = defineEphemeralType({ type: 'com.example.cursor', schema: cursorSchema })

const told = { type: cursor.type, data: { x: 1 } }

export const doorCases = casesOf('ephemeral.send', [
  {
    answer: 'ok',
    when: 'the caller may write',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      return { token: owner.token, input: { conversationId: id, ...told }, expected: {} }
    },
  },
  {
    answer: 'invalid_input',
    when: 'the data does not fit its type',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      return { token: owner.token, input: { conversationId: id, type: cursor.type, data: { x: 'left' } }, expected: { path: '/data' } }
    },
  },
  {
    answer: 'invalid_input',
    when: 'the server does not know the type',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      return { token: owner.token, input: { conversationId: id, type: 'com.example.other', data: {} }, expected: { path: '/type' } }
    },
  },
  {
    answer: 'not_found',
    when: 'the caller is a stranger (refusal 1)',
    arrange: async (scene) => ({ token: (await scene.person()).token, input: { conversationId: (await scene.group()).id, ...told } }),
  },
  {
    answer: 'not_found',
    when: 'the caller was removed (refusal 2)',
    arrange: async (scene) => {
      const member = await scene.person()
      const group = await scene.group([member])
      await scene.remove(group, member)
      return { token: member.token, input: { conversationId: group.id, ...told } }
    },
  },
  {
    answer: 'forbidden',
    when: 'the caller may only read (refusal 8)',
    arrange: async (scene) => {
      const reader = await scene.person()
      return { token: reader.token, input: { conversationId: (await scene.group([reader], 'channel')).id, ...told } }
    },
  },
  {
    answer: 'too_large',
    when: 'the data has more than 8,192 bytes',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      return { token: owner.token, input: { conversationId: id, type: cursor.type, data: { x: 1, note: 'x'.repeat(8192) } }, expected: { path: '/data' } }
    },
  },
])
