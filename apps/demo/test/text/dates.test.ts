import { afterEach, expect, test, vi } from 'vitest'
import { createDays, formatAgo, formatAhead, formatDate, startOfDay } from '../../src/text/dates.ts'

afterEach(() => vi.unstubAllEnvs())

const now = new Date(2026, 4, 20, 18, 30).getTime()
const minutes = (count: number): number => now - count * 60_000

test.each([
  ['a clock that runs behind the server', -3, 'just now'],
  ['half a minute', 0.5, 'just now'],
  ['a minute', 1, '1 minute ago'],
  ['almost an hour', 59, '59 minutes ago'],
  ['hours', 200, '3 hours ago'],
  ['the morning of the same day', 18 * 60, '18 hours ago'],
  ['the evening before', 20 * 60, 'yesterday'],
  ['days', 3 * 24 * 60, '3 days ago'],
  ['weeks', 20 * 24 * 60, 'April 30'],
  ['years', 400 * 24 * 60, 'April 15, 2025'],
])('%s', (_what, ago, text) => {
  expect(formatAgo(minutes(ago), now)).toBe(text)
})

test.each([
  ['what is over', -5, 'in 1 minute'],
  ['minutes', 4.5, 'in 5 minutes'],
  ['an hour', 60, 'in 1 hour'],
  ['a day and a half', 36 * 60, 'in 36 hours'],
  ['days', 6.8 * 24 * 60, 'in 7 days'],
])('how long it is until %s', (_what, ahead, text) => {
  expect(formatAhead(now + ahead * 60_000, now)).toBe(text)
})

test('a date has its year when it is another one', () => {
  expect(formatDate(now, now)).toBe('May 20')
  expect(formatDate(new Date(2024, 0, 2).getTime(), now)).toBe('January 2, 2024')
})

// In Santiago the clock goes forward at midnight: a day there begins at one.
test.each(['UTC', 'Europe/Berlin', 'America/Santiago', 'Pacific/Apia'])('days that are not looked up each time are those of the calendar, in %s', (zone) => {
  vi.stubEnv('TZ', zone)
  const dayOf = createDays()
  const begin = Date.UTC(2011, 0, 1)
  const moments = Array.from({ length: 366 * 16 }, (_, n) => begin + n * 90 * 60_000)
  expect(moments.map(dayOf)).toEqual(moments.map(startOfDay))
  expect(moments.toReversed().map(dayOf)).toEqual(moments.toReversed().map(startOfDay))
})
