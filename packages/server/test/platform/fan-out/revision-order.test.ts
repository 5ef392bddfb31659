import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EncodedEvent } from '../../../src/platform/event.ts'
import { RevisionOrder } from '../../../src/platform/fan-out/revision-order.ts'

const event = (after: number, revision: number): EncodedEvent => ({ name: 'message.sent', scope: 'conversation', id: 'c', after, revision, frame: '' })

test('events in any order of arrival, some twice, leave in order and once', () => {
  const runs = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 })
  const arrivals = runs.chain((lengths) => {
    let at = 1
    const events = lengths.map((length) => event(at, (at += length)))
    return fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })
  })
  fc.assert(
    fc.property(arrivals, (events) => {
      const order = new RevisionOrder()
      order.advance(1)
      const out = events.flatMap((each) => order.accept(each))
      let at = 1
      for (const each of out) {
        expect(each.after).toBe(at)
        at = each.revision
      }
      expect(at).toBe(Math.max(...events.map(({ revision }) => revision)))
      expect(order.waiting).toBe(0)
    }),
  )
})

test('what the database told is not handed on again, what lies behind it is', () => {
  const order = new RevisionOrder()
  order.advance(1)
  expect(order.accept(event(3, 4))).toEqual([])
  expect(order.accept(event(5, 6))).toEqual([])
  expect(order.waiting).toBe(2)
  expect(order.advance(5)).toEqual([event(5, 6)])
  expect(order.accept(event(1, 2))).toEqual([])
  expect(order.advance(3)).toEqual([])
  expect(order.revision).toBe(6)
})
