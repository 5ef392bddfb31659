import fc from 'fast-check'
import { expect, test } from 'vitest'
import { charactersPerAnswer, cutAt, lightEnough } from '../../../src/platform/message-log/cut.ts'

test('pages by cut cover every row once, never split a revision, and end', () => {
  const revisions = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 }).map((values) => values.sort((a, b) => a - b))
  fc.assert(
    fc.property(revisions, fc.integer({ min: 1, max: 10 }), (rows, limit) => {
      const head = Math.max(31, ...rows)
      const got: number[] = []
      let since = 0
      for (let page = 0; ; page += 1) {
        expect(page).toBeLessThanOrEqual(rows.length + 1)
        const left = rows.filter((revision) => revision > since)
        const { upTo, more } = cutAt(left, limit, head)
        const taken = left.filter((revision) => revision <= upTo)
        if (new Set(taken).size > 1) expect(taken.length).toBeLessThanOrEqual(limit)
        got.push(...taken)
        since = upTo
        if (!more) break
      }
      expect(got).toEqual(rows)
      expect(since).toBe(head)
    }),
  )
})

test('an answer ends before its messages are too much, with one at least', () => {
  const third = Math.ceil(charactersPerAnswer / 3)
  const weighed = (...characters: number[]) => characters.map((each, index) => ({ revision: index + 2, characters: each }))
  expect(lightEnough([1, 2, 3, 4, 5], weighed(third, 10, third, 10))).toBe(5)
  expect(lightEnough([1, 2, 3, 4, 5], weighed(third, third, third, third))).toBe(3)
  expect(cutAt([1, 2, 3, 4, 5], 3, 5)).toEqual({ upTo: 3, more: true })
  expect(lightEnough([2, 3], weighed(charactersPerAnswer + 1, 1))).toBe(1)
})
