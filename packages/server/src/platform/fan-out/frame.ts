import { constants, deflateRawSync } from 'node:zlib'

/** Texts longer than this many bytes are compressed for clients that can read it. */
export const compressAboveBytes = 8192

const text = 0x81
const textCompressed = 0xc1
/** RFC 7692: a compressed message ends with an empty block whose last four bytes are left out. */
const tail = 4

const headerSize = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10)

const writeHeader = (target: Buffer, at: number, opcode: number, length: number): number => {
  target[at] = opcode
  if (length < 126) {
    target[at + 1] = length
    return at + 2
  }
  if (length < 65_536) {
    target[at + 1] = 126
    target.writeUInt16BE(length, at + 2)
    return at + 4
  }
  target[at + 1] = 127
  target.writeUInt32BE(0, at + 2)
  target.writeUInt32BE(length, at + 6)
  return at + 10
}

const plainMessages = (texts: readonly string[]): Buffer => {
  const lengths = texts.map((value) => Buffer.byteLength(value))
  const target = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + length + headerSize(length), 0))
  let at = 0
  texts.forEach((value, index) => {
    at = writeHeader(target, at, text, lengths[index] ?? 0)
    at += target.write(value, at)
  })
  return target
}

const compressedMessage = (value: string): Buffer => {
  // Synchronous, so that the order of frames on a socket needs no queue; the fastest level keeps a large answer at a few milliseconds.
  const body = deflateRawSync(value, { level: 1, finishFlush: constants.Z_SYNC_FLUSH })
  const length = body.length - tail
  const target = Buffer.allocUnsafe(headerSize(length) + length)
  body.copy(target, writeHeader(target, 0, textCompressed, length), 0, length)
  return target
}

/**
 * One or more text messages as the bytes of finished WebSocket frames (RFC 6455). Frames to clients are not masked and compression
 * keeps no context (RFC 7692), so the same bytes serve every reader: they are made once, whatever the number of sockets.
 */
export class Frame {
  readonly texts: readonly string[]
  #plain: Buffer | undefined
  #compressed: Buffer | undefined

  constructor(texts: readonly string[]) {
    this.texts = texts
  }

  /** A frame of one JSON value. */
  static of(value: unknown): Frame {
    return new Frame([JSON.stringify(value)])
  }

  /** The bytes to write. With `compressed`, texts above {@link compressAboveBytes} are deflated. */
  bytes(compressed: boolean): Buffer {
    this.#plain ??= plainMessages(this.texts)
    if (!compressed || this.#plain.length <= compressAboveBytes) return this.#plain
    this.#compressed ??= Buffer.concat(
      this.texts.map((value) => (Buffer.byteLength(value) > compressAboveBytes ? compressedMessage(value) : plainMessages([value]))),
    )
    return this.#compressed
  }
}
