import { expect, test } from 'vitest'
import { forwardedFromOf, mayEdit, mayForward } from '../../../src/index.ts'
import { message } from '../../support.ts'

test('what people said may be forwarded, what happened may not, and no kind that is not known', () => {
  expect(mayForward(message(1))).toBe(true)
  expect(mayForward({ content: { kind: 'system', note: { type: 'member_left' } } })).toBe(false)
  expect(mayForward({ content: { kind: 'hologram' } as never })).toBe(false)
})

test('a forward of a forward names who said it first', () => {
  const first = { senderId: 'anna', createdAt: 1 }
  expect(forwardedFromOf(first)).toEqual(first)
  expect(forwardedFromOf({ senderId: 'ben', createdAt: 2, forwardedFrom: first })).toEqual(first)
})

test('a forward is not edited', () => {
  const own = message(1)
  const seat = { me: own.senderId, now: own.createdAt }
  expect(mayEdit(own, seat)).toBe(true)
  expect(mayEdit({ ...own, forwardedFrom: { senderId: 'anna', createdAt: 1 } }, seat)).toBe(false)
})
