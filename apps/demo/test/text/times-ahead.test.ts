import { expect, test } from 'vitest'
import { timesAhead, toLocalInput } from '../../src/text/times-ahead.ts'

test('the times that are offered lie ahead, the morning on the next day', () => {
  const now = new Date(2026, 10, 30, 23, 50).getTime()
  expect(timesAhead(now)).toEqual({ soon: now + 1_200_000, hour: now + 3_600_000, tomorrow: new Date(2026, 11, 1, 9).getTime() })
})

test('a time stands in a field as the local clock shows it', () => {
  expect(toLocalInput(new Date(2026, 0, 2, 3, 4).getTime())).toBe('2026-01-02T03:04')
})
