import { expect, test } from 'vitest'
import { pollOf } from '../../../src/features/polls/poll-draft.ts'

const draft = { question: ' Where to? ', options: ['The sea', ' ', 'The hills '], multiple: false, anonymous: true, closes: '' }

test('a poll is sent without the options that were left empty', () => {
  expect(pollOf(draft)).toEqual({
    kind: 'poll',
    question: 'Where to?',
    options: [{ id: '1', text: 'The sea' }, { id: '2', text: 'The hills' }],
    multiple: false,
    anonymous: true,
  })
})

test('a poll closes at the time of the local clock', () => {
  expect(pollOf({ ...draft, closes: '2026-05-03T09:00' })?.closesAt).toBe(new Date(2026, 4, 3, 9).getTime())
})

test('nothing is sent without a question or with a single option', () => {
  expect(pollOf({ ...draft, question: ' ' })).toBeUndefined()
  expect(pollOf({ ...draft, options: ['The sea', ''] })).toBeUndefined()
})
