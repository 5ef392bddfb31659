// A message's text begins with its marker: `~!` and eight digits. `~` appears nowhere else in any system's frames, so the search is a
// single memchr, and fixed width makes reading it ten instructions. When it was sent is kept by number, in the same process.
const tilde = 0x7e
const exclamation = 0x21
const zero = 0x30
const digits = 8
const markerLength = 2 + digits

/** Characters of every message's text. */
export const textLength = 94
/** Numbers from here on are those of commands that send no message; none has more digits than a marker. */
export const sequenceLimit = 9 * 10 ** (digits - 1)

const filler = ' The quick brown fox jumps over the lazy dog, then writes home about it in a rather long letter.'

/** The text of message `sequence`, always {@link textLength} ASCII characters. */
export const textOf = (sequence: number): string =>
  `~!${String(sequence).padStart(digits, '0')}${filler}`.slice(0, textLength)

/** Calls `found` with the sequence number of each marker in `bytes[start, end)`, in order. */
export function readMarkers(bytes: Buffer, start: number, end: number, found: (sequence: number) => void): void {
  let at = bytes.indexOf(tilde, start)
  while (at !== -1 && at + markerLength <= end) {
    if (bytes[at + 1] === exclamation) {
      found(readNumber(bytes, at + 2, digits))
      at += textLength
    } else {
      at++
    }
    at = bytes.indexOf(tilde, at)
  }
}

/** Reads up to `width` decimal digits; -1 when there is none. */
export function readNumber(bytes: Uint8Array, start: number, width: number): number {
  let value = 0
  let at = start
  for (; at < start + width; at++) {
    const digit = (bytes[at] ?? 0) - zero
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  return at === start ? -1 : value
}
