import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { WriteRounds } from '../../../src/doors/socket/write-rounds.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Rounds whose writes take so long each. */
const open = (writeMs: number, framesOfWrite = 1000) => {
  const loop = { busy: 0 }
  const rounds = new WriteRounds(Date.now, () => loop.busy)
  const written: number[] = []
  const write = () => {
    written.push(Date.now())
    vi.setSystemTime(Date.now() + writeMs)
    return framesOfWrite
  }
  /** How long a frame waits that comes `afterMs` after the last round. */
  const waitOf = (afterMs: number): number => {
    vi.advanceTimersByTime(afterMs)
    const from = Date.now()
    const before = written.length
    rounds.add(write)
    for (let ms = 0; written.length === before; ms += 1) vi.advanceTimersByTime(ms === 0 ? 0 : 1)
    return (written.at(-1) ?? NaN) - from
  }
  return { loop, rounds, written, waitOf }
}

it('writes at the end of the turn as long as there is time to spare, however long it takes', () => {
  const { loop, waitOf } = open(20)
  loop.busy = 0.89
  for (let n = 0; n < 20; n += 1) expect(waitOf(0)).toBe(0)
})

it('rests when the loop is too busy, longer and longer, a tenth of a second at most, and no more when it is at ease', () => {
  const { loop, waitOf } = open(20)
  loop.busy = 0.95
  vi.advanceTimersByTime(1000)
  // It is judged every 50 ms only.
  const waits = Array.from({ length: 6 }, () => waitOf(0))
  expect(waits).toEqual([0, 20, 20, 40, 80, 100])
  // Who comes later has waited already.
  expect(waitOf(1000)).toBe(0)
  loop.busy = 0.5
  expect(waitOf(0)).toBe(100)
  expect(Array.from({ length: 8 }, () => waitOf(0)).at(-1)).toBe(0)
})

it('does not rest where writes are not what the loop is busy with', () => {
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

it('calls in the order of arrival, all that wait in one round', () => {
  const rounds = new WriteRounds(Date.now, () => 0)
  const order: string[] = []
  rounds.add(() => {
    rounds.add(() => order.push('next round'))
    return order.push('a')
  })
  rounds.add(() => order.push('b'))
  expect(order).toEqual([])
  vi.advanceTimersToNextTimer()
  expect(order).toEqual(['a', 'b'])
  vi.advanceTimersToNextTimer()
  expect(order).toEqual(['a', 'b', 'next round'])
})
