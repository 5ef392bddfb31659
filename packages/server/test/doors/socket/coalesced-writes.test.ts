import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CoalescedWrites } from '../../../src/doors/socket/coalesced-writes.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Writes that take so long each and are of so many frames. */
const open = (writeMs: number, framesOfWrite = 1000) => {
  const loop = { busy: 0 }
  const writes = new CoalescedWrites(Date.now, () => loop.busy)
  const written: number[] = []
  const write = () => {
    written.push(Date.now())
    vi.setSystemTime(Date.now() + writeMs)
    return framesOfWrite
  }
  /** How long a frame waits that comes `afterMs` after the last write. */
  const waitOf = (afterMs: number): number => {
    vi.advanceTimersByTime(afterMs)
    const from = Date.now()
    const before = written.length
    writes.add(write)
    for (let ms = 0; written.length === before; ms += 1) vi.advanceTimersByTime(ms === 0 ? 0 : 1)
    return (written.at(-1) ?? NaN) - from
  }
  return { loop, writes, waitOf }
}

it('writes at the end of the turn as long as there is time to spare, however long it takes', () => {
  const { loop, waitOf } = open(20)
  loop.busy = 0.89
  for (let n = 0; n < 20; n += 1) expect(waitOf(0)).toBe(0)
})

it('waits when the loop is too busy, longer and longer, a tenth of a second at most, and no more when it is at ease', () => {
  const { loop, waitOf } = open(60)
  loop.busy = 0.95
  vi.advanceTimersByTime(1000)
  expect(Array.from({ length: 9 }, () => Math.round(waitOf(0)))).toEqual([0, 10, 15, 22, 33, 50, 75, 100, 100])
  loop.busy = 0.8
  expect(Array.from({ length: 3 }, () => waitOf(0))).toEqual([100, 100, 100])
  expect(waitOf(90)).toBe(100)
  loop.busy = 0.5
  expect(Array.from({ length: 10 }, () => Math.round(waitOf(0)))).toEqual([100, 75, 56, 42, 31, 23, 17, 13, 10, 7])
  expect(waitOf(0)).toBe(0)
})

it('does not let the first wait that comes after the load is over', () => {
  const { loop, waitOf } = open(60)
  loop.busy = 0.95
  vi.advanceTimersByTime(1000)
  for (let n = 0; n < 9; n += 1) waitOf(0)
  expect(waitOf(0)).toBe(100)
  loop.busy = 0
  expect(waitOf(160)).toBe(0)
  expect(waitOf(0)).toBe(0)
})

it('does not wait where writes are not what the loop is busy with', () => {
  const { loop, waitOf } = open(2, 1)
  loop.busy = 1
  for (let n = 0; n < 50; n += 1) expect(waitOf(20)).toBe(0)
  // Two milliseconds in ten, and six if all frames went alone.
  const { loop: other, waitOf: waitOfOther } = open(2, 3)
  other.busy = 1
  for (let n = 0; n < 50; n += 1) expect(waitOfOther(8)).toBe(0)
  // And ten.
  const { loop: third, waitOf: waitOfThird } = open(2, 5)
  third.busy = 1
  expect(Math.max(...Array.from({ length: 50 }, () => waitOfThird(8)))).toBeGreaterThan(0)
})

it('lets each wait by itself, some at a time', () => {
  const { loop, writes, waitOf } = open(60)
  loop.busy = 0.95
  vi.advanceTimersByTime(1000)
  for (let n = 0; n < 9; n += 1) waitOf(0)
  loop.busy = 0.8
  const added: number[] = []
  const written: number[] = []
  for (let n = 0; n < 100; n += 1) {
    added.push(Date.now())
    writes.add(() => {
      written.push(Date.now())
      vi.setSystemTime(Date.now() + 1)
      return 1000
    })
    vi.advanceTimersByTime(2)
  }
  vi.advanceTimersByTime(200)
  const waits = written.map((at, n) => at - (added[n] ?? NaN))
  expect(waits).toHaveLength(100)
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(99)
  expect(Math.max(...waits)).toBeLessThanOrEqual(110)
  const turns = written.filter((at, n) => at - (written[n - 1] ?? 0) > 1)
  expect(turns.length).toBeLessThan(90)
})

it('gives the event loop a turn every few milliseconds, and keeps the order', () => {
  const writes = new CoalescedWrites(Date.now, () => 0)
  const order: (number | string)[] = []
  for (let n = 0; n < 6; n += 1) {
    writes.add(() => {
      vi.setSystemTime(Date.now() + 2)
      return order.push(n)
    })
  }
  setImmediate(() => order.push('another'))
  vi.runAllTimers()
  expect(order).toEqual([0, 1, 2, 'another', 3, 4, 5])
})

it('calls in the order of arrival, what comes meanwhile in the next turn', () => {
  const writes = new CoalescedWrites(Date.now, () => 0)
  const order: string[] = []
  writes.add(() => {
    writes.add(() => order.push('next turn'))
    return order.push('a')
  })
  writes.add(() => order.push('b'))
  expect(order).toEqual([])
  vi.advanceTimersToNextTimer()
  expect(order).toEqual(['a', 'b'])
  vi.advanceTimersToNextTimer()
  expect(order).toEqual(['a', 'b', 'next turn'])
})

it('goes on with the others after one that throws', () => {
  const writes = new CoalescedWrites(Date.now, () => 0)
  const order: string[] = []
  writes.add(() => {
    throw new Error('broken')
  })
  writes.add(() => order.push('b'))
  expect(() => vi.advanceTimersToNextTimer()).toThrow('broken')
  vi.advanceTimersToNextTimer()
  expect(order).toEqual(['b'])
})
