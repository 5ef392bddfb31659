import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeMessages, messagesIn, noMessages, unanswered, windowOf } from '../../../src/index.ts'
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
        const { run, hasOlder } = windowOf(rows, 'newest', { first: 1, last: count })
        const shown = run ? messagesIn(rows, run) : []
        const keys = [...shown.map((row) => row.clientId), ...waiting.map(({ key }) => key)]
        expect(new Set(keys).size).toBe(keys.length)
        expect(hasOlder).toBe(run ? run.first > 1 : true)
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

  test('never bridges a hole', () => {
    const rows = mergeMessages(noMessages, [5, 6, 7, 50, 51].map((position) => message(position)))
    expect(windowOf(rows, 'newest', bounds)).toEqual({ run: { first: 50, last: 51 }, hasOlder: true, hasNewer: false })
    expect(windowOf(rows, 6, bounds)).toEqual({ run: { first: 5, last: 7 }, hasOlder: true, hasNewer: true })
    expect(windowOf(rows, 30, bounds)).toEqual({ run: undefined, hasOlder: true, hasNewer: true })
    expect(messagesIn(rows, { first: 5, last: 7 }).map(({ position }) => position)).toEqual([5, 6, 7])
  })

  test('is at the end again when the anchor\'s stretch reaches it', () => {
    const rows = mergeMessages(noMessages, [98, 99, 100].map((position) => message(position)))
    expect(windowOf(rows, 99, bounds)).toMatchObject({ hasNewer: false })
    expect(windowOf(rows, 99, { first: 98, last: 101 })).toMatchObject({ hasNewer: true, hasOlder: false })
  })
})
