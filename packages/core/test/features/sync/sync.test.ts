import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backoff, decide, drainHeld, mergeByRevision } from '../../../src/index.ts'

describe('the cursor rule', () => {
  test.each([
    [10, 10, 11, 'apply'], [10, 5, 11, 'apply'], [10, 9, 10, 'drop'], [10, 2, 3, 'drop'], [10, 11, 12, 'gap'], [0, 0, 1, 'apply'],
  ] as const)('at %i the interval from %i to %i means %s', (mine, after, revision, decision) => {
    expect(decide(mine, { after, revision })).toBe(decision)
  })

  test('takes every event of a whole run once, in order, however it arrives and with intervals of any width', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }).map((list) => [0, ...list.sort((a, b) => a - b)])
    const runs = cuts.map((list) => list.slice(1).map((revision, at) => ({ after: list[at] ?? 0, revision })))
    fc.assert(
      fc.property(runs.chain((run) => fc.tuple(fc.constant(run), fc.shuffledSubarray([...run, ...run], { minLength: run.length * 2 }))), ([run, arrival]) => {
        let cursor = 0
        let held: readonly { after: number; revision: number }[] = []
        const applied: number[] = []
        for (const event of arrival) {
          const drained = drainHeld(cursor, [...held, event])
          cursor = drained.cursor
          held = drained.held
          applied.push(...drained.ready.map(({ revision }) => revision))
        }
        expect(applied).toEqual(run.map(({ revision }) => revision))
        expect(held).toEqual([])
      }),
    )
  })
})

describe('merging rows', () => {
  test('keeps the higher revision, and the map when nothing changed', () => {
    const held = mergeByRevision(new Map(), [{ key: 'x', revision: 2 }, { key: 'x', revision: 1 }], (row) => row.key)
    expect([...held.values()]).toEqual([{ key: 'x', revision: 2 }])
    expect(mergeByRevision(held, [{ key: 'x', revision: 2 }], (row) => row.key)).toBe(held)
  })
})

describe('backoff', () => {
  test('stays between nothing and a ceiling that doubles up to the cap', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2000 }), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (attempt, random) => {
        const ms = backoff(attempt, random, { base: 500, cap: 20_000 })
        expect(ms).toBeGreaterThanOrEqual(0)
        expect(ms).toBeLessThan(Math.min(20_000, 500 * 2 ** Math.min(attempt, 10)))
      }),
    )
  })
})
