import { expect, test } from 'vitest'
import { toggleMark } from '../../../src/features/messages/mark-keys.ts'

test('a mark goes around what is selected, and away again', () => {
  const marked = toggleMark({ text: 'say hello now', start: 4, end: 9 }, '**')
  expect(marked).toEqual({ text: 'say **hello** now', start: 6, end: 11 })
  expect(toggleMark(marked, '**')).toEqual({ text: 'say hello now', start: 4, end: 9 })
})

test('without a selection the caret stands between the marks', () => {
  expect(toggleMark({ text: '', start: 0, end: 0 }, '`')).toEqual({ text: '``', start: 1, end: 1 })
})
