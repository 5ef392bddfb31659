import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeText, opcodes, walkFrames } from '../src/generator/frames.ts'

/** A frame as a server sends it: not masked. */
function serverFrame(text: string): Buffer {
  const { length } = text
  const head = length < 126 ? Buffer.from([0x81, length]) : Buffer.alloc(length < 65_536 ? 4 : 10)
  if (length >= 126) {
    head.set([0x81, length < 65_536 ? 126 : 127])
    if (length < 65_536) head.writeUInt16BE(length, 2)
    else head.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([head, Buffer.from(text)])
}

function walk(bytes: Buffer): { texts: string[]; taken: number } {
  const texts: string[] = []
  const taken = walkFrames(bytes, bytes.length, (opcode, start, end) => {
    if (opcode === opcodes.text) texts.push(bytes.toString('utf8', start, end))
  })
  return { texts, taken }
}

const sizes = fc.constantFrom(0, 1, 125, 126, 1000, 65_535, 65_536, 100_000)

describe('frames', () => {
  it('that a server sends are read whole, and what is cut off is left', () => {
    fc.assert(fc.property(fc.array(sizes, { maxLength: 4 }), fc.nat(), (lengths, cut) => {
      const texts = lengths.map((length) => 'x'.repeat(length))
      const whole = Buffer.concat(texts.map(serverFrame))
      expect(walk(whole)).toEqual({ texts, taken: whole.length })
      const part = walk(whole.subarray(0, whole.length === 0 ? 0 : cut % whole.length))
      expect(texts.slice(0, part.texts.length)).toEqual(part.texts)
    }), { numRuns: 50 })
  })

  it('that the generator sends are masked', () => {
    const frame = encodeText('hello')
    expect([frame[0], frame[1]]).toEqual([0x81, 0x85])
    const mask = frame.subarray(2, 6)
    expect(String(Buffer.from(frame.subarray(6).map((byte, at) => byte ^ (mask[at % 4] ?? 0))))).toBe('hello')
  })

  it('that are compressed, fragmented or masked are refused', () => {
    for (const first of [[0xc1, 0], [0x01, 0], [0x80, 0], [0x81, 0x80]]) {
      expect(() => walk(Buffer.from(first))).toThrow('unable to read the frame')
    }
  })
})
