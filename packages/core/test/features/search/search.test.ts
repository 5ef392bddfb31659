import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highlightsOf, termsOf, wordsOf } from '../../../src/index.ts'
import { fold } from '../../../src/features/search/fold.ts'

const letters = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 })

describe('folding', () => {
  it('changes nothing the second time', () => {
    fc.assert(fc.property(letters, (text) => {
      expect(fold(fold(text))).toBe(fold(text))
    }))
  })

  it.each([['Straße', 'strasse'], ['ΛΌΓΟΣ', 'λογοσ'], ['ｶﾀｶﾅ', 'カタカナ'], ['İI', 'ii'], ['Ёж', 'еж'], ['قَهْوَة', 'قهوه'], ['łódź', 'lodz'], ['GROẞ', 'gross']])('makes %s %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })
})

describe('words', () => {
  it('hold nothing that means anything to a query language', () => {
    fc.assert(fc.property(letters, (text) => {
      expect(['a', ...wordsOf(text)].join('')).toMatch(/^[\p{L}\p{N}\p{M}\p{Extended_Pictographic}]+$/u)
    }))
  })

  it.each([['½', '12'], ['⑴', '1'], ['ﷺ', 'صلياللهعليهوسلم'], ['㈠', '一']])('of %s, which is written out with signs, are without them', (text, word) => {
    expect([...wordsOf(text)]).toEqual([word])
  })

  it('of a query that was taken from a text are found in it, inside the text', () => {
    fc.assert(
      fc.property(letters, letters, letters, (before, text, after) => {
        const whole = `${before} ${text} ${after}`
        const terms = termsOf(text)
        const ranges = highlightsOf(whole, terms)
        expect(ranges).toBeDefined()
        const length = [...whole].length
        let end = 0
        for (const range of ranges ?? []) {
          expect(range.offset).toBeGreaterThanOrEqual(end)
          expect(range.length).toBeGreaterThan(0)
          end = range.offset + range.length
        }
        expect(end).toBeLessThanOrEqual(length)
      }),
    )
  })

  it('of scripts without spaces are pairs, and the last character', () => {
    expect([...wordsOf('我们 kg')]).toEqual(['我们', '们', 'kg'])
  })

  it('are not more than sixteen in a query', () => {
    expect(termsOf(Array.from({ length: 90 }, (_, n) => `w${n}`).join(' '))).toHaveLength(16)
  })
})
