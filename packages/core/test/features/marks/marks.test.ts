import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeMarks, raiseMarks, receiptCounts, receiptLine, receiptStatus } from '../../../src/index.ts'
import { message } from '../../support.ts'

const mark = fc.record({ userId: fc.constantFrom('me', 'x', 'y', 'z'), delivered: fc.nat({ max: 50 }), read: fc.nat({ max: 50 }) })
const marks = fc.array(mark, { maxLength: 30 })

describe('marks', () => {
  test('INV-6: never go back, and end the same in whatever order they come', () => {
    fc.assert(
      fc.property(marks.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), ([list, shuffled]) => {
        let held = mergeMarks(new Map(), [])
        for (const one of shuffled) {
          const next = mergeMarks(held, [one])
          for (const [userId, before] of held) {
            expect(next.get(userId)?.read).toBeGreaterThanOrEqual(before.read)
            expect(next.get(userId)?.delivered).toBeGreaterThanOrEqual(before.delivered)
          }
          held = next
        }
        const sorted = (map: typeof held) => [...map.values()].sort((a, b) => (a.userId < b.userId ? -1 : 1))
        expect(sorted(held)).toEqual(sorted(mergeMarks(new Map(), list)))
        expect(mergeMarks(held, list)).toBe(held)
      }),
    )
  })

  test('MARK-6: a message raises the mark of its sender, if held, to its position at least', () => {
    const sent = fc.array(fc.record({ position: fc.integer({ min: 1, max: 50 }), senderId: fc.constantFrom('me', 'x', 'stranger') }))
    fc.assert(
      fc.property(marks, sent, (list, messages) => {
        const held = mergeMarks(new Map(), list)
        const raised = raiseMarks(held, messages.map(({ position, senderId }) => message(position, { senderId })))
        expect([...raised.keys()]).toEqual([...held.keys()])
        for (const [userId, before] of held) {
          const last = Math.max(0, ...messages.flatMap((one) => (one.senderId === userId ? one.position : [])))
          expect(raised.get(userId)).toEqual({ userId, delivered: Math.max(before.delivered, last), read: Math.max(before.read, last) })
        }
      }),
    )
  })

  test('MARK-6: a system message raises no mark', () => {
    const held = mergeMarks(new Map(), [{ userId: 'a', delivered: 1, read: 1 }])
    expect(raiseMarks(held, [message(8, { senderId: 'a', content: { kind: 'system', note: { type: 'member_left' } } })])).toBe(held)
  })

  test('a message is delivered or read when it is by all others', () => {
    fc.assert(
      fc.property(marks, fc.integer({ min: 1, max: 50 }), (list, position) => {
        const held = mergeMarks(new Map(), list)
        const counts = receiptCounts(held, 'me', { position, of: 3 })
        const status = receiptStatus(receiptLine(held, 'me', 3), position)
        expect(status).toBe(counts.read === 3 ? 'read' : counts.delivered === 3 ? 'delivered' : 'sent')
      }),
    )
  })

  test('somebody whose mark is not known has received nothing', () => {
    const held = mergeMarks(new Map(), [{ userId: 'x', delivered: 9, read: 9 }])
    expect(receiptLine(held, 'me', 2)).toEqual({ delivered: 0, read: 0 })
    expect(receiptLine(held, 'me', 1)).toEqual({ delivered: 9, read: 9 })
    expect(receiptLine(held, 'me', 0)).toEqual({ delivered: 0, read: 0 })
  })
})
