import { randomBytes } from 'node:crypto'

// RFC 6455 by hand: a library would make an object, a copy and an event of each frame, and cost more than the servers measured.

export const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const

const mask = randomBytes(4)

/** A masked frame, as clients must send them. */
export function encodeFrame(opcode: number, payload: Uint8Array): Buffer {
  const extended = payload.length > 125
  if (payload.length > 0xffff) throw new Error('unable to encode the frame; it is longer than 65,535 bytes')
  const offset = extended ? 8 : 6
  const frame = Buffer.allocUnsafe(offset + payload.length)
  frame[0] = 0x80 | opcode
  frame[1] = 0x80 | (extended ? 126 : payload.length)
  if (extended) frame.writeUInt16BE(payload.length, 2)
  frame.set(mask, offset - 4)
  for (let i = 0; i < payload.length; i++) frame[offset + i] = payload[i]! ^ mask[i & 3]!
  return frame
}

export const encodeText = (text: string): Buffer => encodeFrame(opcodes.text, Buffer.from(text))

/**
 * Walks over the whole frames in `bytes[0, length)` and returns how many bytes they took.
 * @throws {Error} at a fragmented, compressed or masked frame: no system measured sends one to a client that did not offer compression.
 */
export function walkFrames(bytes: Buffer, length: number, onFrame: (opcode: number, start: number, end: number) => void): number {
  let at = 0
  while (at + 2 <= length) {
    const first = bytes[at]!
    const size = bytes[at + 1]!
    if ((first & 0xf0) !== 0x80 || (first & 0x0f) === 0 || size > 127) {
      throw new Error(`unable to read the frame; its first bytes are ${first} ${size}`)
    }
    let start = at + 2
    let payload = size
    if (size === 126) {
      if (at + 4 > length) break
      payload = bytes.readUInt16BE(at + 2)
      start = at + 4
    } else if (size === 127) {
      if (at + 10 > length) break
      payload = Number(bytes.readBigUInt64BE(at + 2))
      start = at + 10
    }
    if (start + payload > length) break
    onFrame(first & 0x0f, start, start + payload)
    at = start + payload
  }
  return at
}
