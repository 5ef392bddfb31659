import { afterEach, expect, test, vi } from 'vitest'
import { createPlatform } from '../src/platform.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

test('the time goes on evenly when the clock of the device is set', () => {
  const { now } = createPlatform()
  const before = now()
  expect(Math.abs(before - Date.now())).toBeLessThan(5000)
  for (const set of [0, Date.now() + 3_600_000]) {
    vi.spyOn(Date, 'now').mockReturnValue(set)
    expect(now() - before).toBeGreaterThanOrEqual(0)
    expect(now() - before).toBeLessThan(5000)
  }
})

test('the time is a whole number', () => {
  expect(Number.isInteger(createPlatform().now())).toBe(true)
})
