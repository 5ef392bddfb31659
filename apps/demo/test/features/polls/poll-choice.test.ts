import { expect, test } from 'vitest'
import { choiceAfter, resultOf } from '../../../src/features/polls/poll-choice.ts'

const options = ['a', 'b', 'c'].map((id) => ({ id, text: id }))

test('where one option may be chosen another takes its place, and the same takes the vote back', () => {
  const poll = { options, multiple: false }
  expect(choiceAfter(poll, [], 'b')).toEqual(['b'])
  expect(choiceAfter(poll, ['b'], 'a')).toEqual(['a'])
  expect(choiceAfter(poll, ['b'], 'b')).toEqual([])
})

test('where several may be chosen each is added and taken back by itself, in the order of the options', () => {
  const poll = { options, multiple: true }
  expect(choiceAfter(poll, ['c'], 'a')).toEqual(['a', 'c'])
  expect(choiceAfter(poll, ['a', 'c'], 'c')).toEqual(['a'])
})

test('shares are of the people who voted', () => {
  expect(resultOf({ counts: [2, 1, 0], voters: 3 }, 0)).toEqual({ count: 2, percent: 67 })
  expect(resultOf({ counts: [0, 0], voters: 0 }, 1)).toEqual({ count: 0, percent: 0 })
  expect(resultOf(undefined, 0)).toEqual({ count: 0, percent: 0 })
})
