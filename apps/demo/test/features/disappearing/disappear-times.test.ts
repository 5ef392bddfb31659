import { expect, test } from 'vitest'
import { dayMs, hourMs, nameOf, timesForOne } from '../../../src/features/disappearing/disappear-times.ts'

test.each([
  [0, [hourMs, dayMs, 7 * dayMs]],
  [7 * dayMs, [hourMs, dayMs]],
  [hourMs, []],
])('where messages go after %d ms, only shorter times are offered for one', (conversationMs, offered) => {
  expect(timesForOne(conversationMs)).toEqual(offered)
})

test('times are said in words', () => {
  expect([0, hourMs, 7 * dayMs].map(nameOf)).toEqual(['Off', 'After 1 hour', 'After 7 days'])
})
