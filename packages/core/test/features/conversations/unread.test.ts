import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countsAsUnread, mergeMessages, noMessages, unreadOf } from '../../../src/index.ts'
import { message } from '../../support.ts'

describe('unread', () => {
  test('counts what others said', () => {
    expect(countsAsUnread(message(1), 'a')).toBe(true)
    expect(countsAsUnread(message(2), 'a')).toBe(false)
    expect(countsAsUnread(message(1, { content: { kind: 'system', note: { type: 'member_left' } } }), 'a')).toBe(false)
    expect(countsAsUnread(message(1, { content: { kind: 'poll' } as never }), 'a')).toBe(true)
  })

  test('is exact wherever the rows reach from the read position to the end, whatever the base says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat({ max: 300 }), fc.nat({ max: 300 }), (last, read, count) => {
        const rows = mergeMessages(noMessages, Array.from({ length: last }, (_, at) => message(at + 1)))
        const exact = Array.from({ length: last }, (_, at) => at + 1).filter((position) => position > read && position % 2 === 1).length
        expect(unreadOf(rows, 'a', { base: { count, upTo: last }, read, last })).toBe(Math.min(100, exact))
      }),
    )
  })

  test('looks no further than its window, so that what does not count cannot hide behind itself', () => {
    const left = { content: { kind: 'system', note: { type: 'member_left' } } } as const
    const rows = mergeMessages(noMessages, Array.from({ length: 1003 }, (_, at) => message(at + 1, at < 998 ? left : { senderId: 'b' })))
    expect(unreadOf(rows, 'a', { base: { count: 0, upTo: 0 }, read: 0, last: 1003 })).toBe(2)
    expect(unreadOf(rows, 'a', { base: { count: 0, upTo: 0 }, read: 1, last: 1003 })).toBe(3)
  })

  test('builds on the server\'s number where the rows do not reach', () => {
    const rows = mergeMessages(noMessages, [message(51), message(52), message(53)])
    expect(unreadOf(rows, 'a', { base: { count: 7, upTo: 50 }, read: 20, last: 53 })).toBe(9)
    expect(unreadOf(rows, 'a', { base: { count: 7, upTo: 50 }, read: 52, last: 53 })).toBe(1)
    expect(unreadOf(rows, 'a', { base: { count: 7, upTo: 50 }, read: 53, last: 53 })).toBe(0)
    expect(unreadOf(noMessages, 'a', { base: { count: 100, upTo: 500 }, read: 20, last: 500 })).toBe(100)
  })
})
