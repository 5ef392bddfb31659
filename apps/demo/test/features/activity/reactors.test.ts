import { expect, test } from 'vitest'
import { reactorsOf } from '../../../src/features/activity/reactors.ts'

test('whoever reacted stands once, without the author', () => {
  const reactions = [
    { emoji: '❤️', count: 2, userIds: ['ben', 'me'] },
    { emoji: '🎉', count: 2, userIds: ['ben', 'cleo'] },
    { emoji: '👍', count: 1, userIds: ['me'] },
  ]
  expect(reactorsOf({ reactions }, 'me')).toEqual({ userIds: ['ben', 'cleo'], more: 0, emoji: ['❤️', '🎉'] })
})

test('those that the message does not name are counted', () => {
  expect(reactorsOf({ reactions: [{ emoji: '❤️', count: 31, userIds: ['ben'] }] }, 'me')).toEqual({ userIds: ['ben'], more: 30, emoji: ['❤️'] })
  expect(reactorsOf({}, 'me')).toEqual({ userIds: [], more: 0, emoji: [] })
})
