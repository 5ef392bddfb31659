import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeMessages, noMessages, timelineList, unanswered } from '../../../src/index.ts'
import { message } from '../../support.ts'

const bounds = { first: 1, last: 100 }

describe('a timeline', () => {
  test('is one list: rows and outbox in any order of arrival, each message once, pending ones last and in their order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }).chain((count) => fc.tuple(fc.constant(count), fc.shuffledSubarray(Array.from({ length: count }, (_, at) => at + 1)))), ([count, arrived]) => {
        // All of `a` were written here: who has not arrived still waits.
        const pending = Array.from({ length: count }, (_, at) => at + 1).filter((position) => position % 2 === 0).map((position) => ({ key: `client-${position}` }))
        const rows = arrived.reduce((held, position) => mergeMessages(held, [message(position)]), noMessages)
        const waiting = unanswered(pending, rows, 'a')
        expect(waiting.map(({ key }) => key)).toEqual(pending.map(({ key }) => key).filter((key) => !arrived.includes(Number(key.slice(7)))))
        const list = timelineList({ rows, pending, me: 'a' }, 'newest', { first: 1, last: count })
        const keys = [...list.messages.map((row) => row.clientId), ...list.pending.map(({ key }) => key)]
        expect(new Set(keys).size).toBe(keys.length)
        expect(list.hasOlder).toBe(list.messages.length > 0 ? (list.messages[0]?.position ?? 0) > 1 : true)
      }),
    )
  })

  test('gives the same pending list back when nothing was answered', () => {
    const pending = [{ key: 'x' }]
    expect(unanswered(pending, noMessages, 'a')).toBe(pending)
  })

  test('keeps a pending message whose clientId somebody else has used', () => {
    const rows = mergeMessages(noMessages, [message(1, { senderId: 'b', clientId: 'mine' })])
    expect(unanswered([{ key: 'mine' }], rows, 'a')).toHaveLength(1)
  })

  test('never bridges a hole, and shows nothing pending away from the end', () => {
    const rows = mergeMessages(noMessages, [5, 6, 7, 50, 51].map((position) => message(position)))
    const source = { rows, pending: [{ key: 'x' }], me: 'a' }
    const end = timelineList(source, 'newest', bounds)
    expect([end.messages.map((row) => row.position), end.hasOlder, end.hasNewer, end.pending.length]).toEqual([[50, 51], true, false, 1])
    const middle = timelineList(source, 6, bounds)
    expect([middle.messages.map((row) => row.position), middle.hasOlder, middle.hasNewer, middle.pending.length]).toEqual([[5, 6, 7], true, true, 0])
    expect(timelineList(source, 30, bounds)).toMatchObject({ run: undefined, hasOlder: true, hasNewer: true })
  })

  test('is at the end again when the anchor\'s stretch reaches it', () => {
    const rows = mergeMessages(noMessages, [98, 99, 100].map((position) => message(position)))
    expect(timelineList({ rows, pending: [], me: 'a' }, 99, bounds)).toMatchObject({ hasNewer: false })
    expect(timelineList({ rows, pending: [], me: 'a' }, 99, { first: 98, last: 101 })).toMatchObject({ hasNewer: true, hasOlder: false })
  })
})
