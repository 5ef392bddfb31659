import { Content, messageSent } from '@palaver/protocol/definitions'
import type { TSchema } from 'typebox'
import { expect, it, vi } from 'vitest'
import { serialiserOf } from '../../src/platform/serialiser.ts'

const id = '0192f0c4-7d3a-7b1e-8f00-0000000000a1'
const serialise = serialiserOf<TSchema>(Content)

it.each([
  ['text', { kind: 'text', text: 'hello' }],
  ['a note with an id', { kind: 'system', note: { type: 'member_removed', userId: id } }],
  ['a note with several', { kind: 'system', note: { type: 'members_added', userIds: [id, id] } }],
  ['a note with nothing more', { kind: 'system', note: { type: 'member_left' } }],
  ['the last of the kinds', { kind: 'system', note: { type: 'history_changed', history: 'join' } }],
])('writes %s by the schema of its kind', (_what, content) => {
  expect(JSON.parse(serialise(content))).toEqual(content)
})

it('lets nothing out that its kind does not declare', () => {
  expect(JSON.parse(serialise({ kind: 'text', text: 'x', note: { type: 'member_left' }, secret: 1 }))).toEqual({ kind: 'text', text: 'x' })
  expect(JSON.parse(serialise({ kind: 'system', note: { type: 'member_left', userId: id }, text: 'x' }))).toEqual({ kind: 'system', note: { type: 'member_left' } })
})

it('does not hold what leaves against the rules for what comes in', () => {
  const message = { id: 'not a UUID', position: 1, revision: 2, senderId: id, clientId: id, content: { kind: 'text', text: '' }, createdAt: 0 }
  expect(JSON.parse(serialiserOf(messageSent.payload)({ messages: [message as never] }))).toEqual({ messages: [message] })
})

it('compiles nothing before its first use', () => {
  const compiled = vi.spyOn(globalThis, 'Function')
  try {
    const write = serialiserOf(messageSent.payload)
    expect(compiled).not.toHaveBeenCalled()
    write({ messages: [] })
    expect(compiled).toHaveBeenCalled()
  } finally {
    compiled.mockRestore()
  }
})

it('compiles with the first message what tells the kinds apart, and no validator of the whole', () => {
  const write = serialiserOf(messageSent.payload)
  write({ messages: [] })
  const compiled = vi.spyOn(globalThis, 'Function')
  try {
    write({ messages: [{ id, position: 1, revision: 2, senderId: id, clientId: id, content: { kind: 'text', text: '' }, createdAt: 0 }] })
    expect(compiled).toHaveBeenCalled()
    expect(Math.max(...compiled.mock.calls.map((source) => source.join('').length))).toBeLessThan(2000)
  } finally {
    compiled.mockRestore()
  }
})
