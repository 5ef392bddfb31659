import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMarkers, readNumber, textLength, textOf, variedTextOf } from '../src/generator/marker.ts'

function found(bytes: Buffer, start = 0, end = bytes.length): number[] {
  const sequences: number[] = []
  readMarkers(bytes, start, end, (sequence) => sequences.push(sequence))
  return sequences
}

describe('markers', () => {
  it('are found once each, in order, however many messages one frame holds', () => {
    fc.assert(fc.property(fc.array(fc.nat(99_999_999), { maxLength: 50 }), (sequences) => {
      const frame = JSON.stringify({ t: 'evt', payload: { messages: sequences.map((n) => ({ id: n, content: { text: textOf(n) } })) } })
      expect(found(Buffer.from(frame))).toEqual(sequences)
    }))
  })

  it('are not searched outside the frame', () => {
    const bytes = Buffer.from(textOf(1) + textOf(2) + textOf(3))
    expect(found(bytes, textLength, textLength * 2)).toEqual([2])
  })

  it('make texts of one length', () => {
    for (const make of [textOf, variedTextOf]) expect([make(0).length, make(99_999_999).length]).toEqual([textLength, textLength])
  })

  it('can have words that compress as badly as those of people', () => {
    const texts = Array.from({ length: 1000 }, (_, n) => variedTextOf(n))
    expect(new Set(texts.map((text) => text.slice(10))).size).toBe(1000)
    expect(found(Buffer.from(texts.join('')))).toEqual(texts.map((_, n) => n))
    // English compresses to about half when there is little of it.
    expect(deflateRawSync(texts.join('\n'), { level: 1 }).length).toBeGreaterThan(1000 * textLength * 0.35)
  })

  it('pass over a lone tilde and a marker that is cut off', () => {
    expect(found(Buffer.from(`~ ${textOf(7)} ~!12`))).toEqual([7])
  })
})

describe('readNumber', () => {
  it('stops at the first character that is not a digit, and says -1 when there is none', () => {
    expect([readNumber(Buffer.from('123,'), 0, 8), readNumber(Buffer.from('[]'), 0, 8)]).toEqual([123, -1])
  })
})
