import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chunksOf, holdsClientId, mergeMessages, messageAt, messagesIn, noMessages, runAt } from '../../../src/index.ts'
import { message } from '../../support.ts'

const versions = fc.array(fc.record({ position: fc.integer({ min: 1, max: 300 }), revision: fc.integer({ min: 1, max: 1000 }) }), { maxLength: 200 })
const rowsOf = (list: readonly { position: number; revision: number }[]) =>
  list.map(({ position, revision }) => message(position, { revision, content: { kind: 'text', text: `${position}@${revision}` } }))
const split = <T>(list: readonly T[], size: number): T[][] => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size))

describe('merging messages', () => {
  test('gives the same rows in whatever order and portions they come, once or twice', () => {
    fc.assert(
      fc.property(
        versions.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.integer({ min: 1, max: 50 }))),
        ([list, shuffled, size]) => {
          const once = mergeMessages(noMessages, rowsOf(list))
          const pieces = split([...shuffled, ...list], size).reduce((rows, piece) => mergeMessages(rows, rowsOf(piece)), noMessages)
          expect(pieces.runs).toEqual(once.runs)
          expect(pieces.chunks).toEqual(once.chunks)
        },
      ),
    )
  })

  test('keeps the highest revision of each position, in the order of positions, and represents every hole', () => {
    fc.assert(
      fc.property(versions, (list) => {
        const rows = mergeMessages(noMessages, rowsOf(list))
        const best = new Map<number, number>()
        for (const { position, revision } of list) best.set(position, Math.max(best.get(position) ?? 0, revision))
        const positions = [...best.keys()].sort((a, b) => a - b)
        const held = rows.runs.flatMap((run) => messagesIn(rows, run))
        expect(held.map((row) => [row.position, row.revision])).toEqual(positions.map((position) => [position, best.get(position)]))
        for (const [at, run] of rows.runs.entries()) expect(run.first).toBeGreaterThan((rows.runs[at - 1]?.last ?? -1) + 1)
        for (const position of positions) {
          expect(messageAt(rows, position)?.position).toBe(position)
          expect(runAt(rows, position)).toBeDefined()
        }
        expect(runAt(rows, 301)).toBeUndefined()
        expect(messageAt(rows, 301)).toBeUndefined()
      }),
    )
  })

  test('gives the same value back when nothing changed', () => {
    const rows = mergeMessages(noMessages, [message(1), message(2)])
    expect(mergeMessages(rows, [message(1), message(2, { revision: 1 })])).toBe(rows)
    expect(mergeMessages(rows, [])).toBe(rows)
  })

  test('copies one chunk of ten thousand messages when one comes', () => {
    const rows = mergeMessages(noMessages, Array.from({ length: 10_000 }, (_, at) => message(at + 1)))
    const next = mergeMessages(rows, [message(10_001)])
    const changed = next.chunks.filter((chunk) => !rows.chunks.includes(chunk))
    expect(changed).toHaveLength(1)
    expect(changed[0]?.rows.length).toBeLessThanOrEqual(64)
    expect(next.runs).toEqual([{ first: 1, last: 10_001 }])
    expect(chunksOf(next, { first: 100, last: 130 }).map((chunk) => chunk.index)).toEqual([1, 2])
  })

  test('finds a clientId of its sender only', () => {
    const rows = mergeMessages(noMessages, [message(1), message(200)])
    expect(holdsClientId(rows, 'a', 'client-200')).toBe(true)
    expect(holdsClientId(rows, 'b', 'client-200')).toBe(false)
  })
})
