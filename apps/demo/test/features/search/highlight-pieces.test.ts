import { expect, test } from 'vitest'
import { highlightPieces } from '../../../src/features/search/highlight-pieces.ts'

test('what was found is marked by code points', () => {
  expect(highlightPieces('🎉 tea, more tea', [{ offset: 2, length: 3 }, { offset: 12, length: 3 }])).toEqual([
    { text: '🎉 ', found: false },
    { text: 'tea', found: true },
    { text: ', more ', found: false },
    { text: 'tea', found: true },
  ])
})

test('a long text begins shortly before what was found', () => {
  expect(highlightPieces(`${'a'.repeat(100)}tea`, [{ offset: 100, length: 3 }])).toEqual([
    { text: '…', found: false },
    { text: 'a'.repeat(40), found: false },
    { text: 'tea', found: true },
  ])
})
