import { expect, test } from 'vitest'
import { isEmoji } from '../../../src/features/reactions/emoji.ts'

test.each(['👍', '😀', '🎉', '🪿', '❤️', '👍🏽', '👨‍👩‍👧', '👩🏻‍❤️‍💋‍👩🏿', '🏳️‍🌈', '🇩🇪', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '1️⃣', '©️'])('%s is one', (emoji) => {
  expect(isEmoji(emoji)).toBe(true)
})

test.each([
  '', 'a', '1', '#', ':party_parrot:', ' ', '<b>', '👍👍', '👍a', ' 👍', '👍\n', '🏽', '\u200d', '\ufe0f', '\u20e3', '🇩', '❤', '👍\u200d', '👍\u200d👎', 'e\u0301', '\u202e👍', '👍\u200b',
])('%j is none', (text) => {
  expect(isEmoji(text)).toBe(false)
})
