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

const words = ('about after again back because before being between come could day does done down each even every evening find first found from get give '
  + 'go good great group hand have help here home house how just keep know last later leave left life like little long look made make man may maybe meet '
  + 'meeting might mind more morning most move much must name need never new next night nothing now number often old only open order other our out over own '
  + 'part people place plan point put question read really right room said same saw say see send set should show side small some something soon still '
  + 'such sure take talk tell than that their them then there these they thing think this those time today together told tomorrow took train tried two '
  + 'under until use very wait want was water way week well went were what when where which while who why will with word work world would write year you').split(' ')

/** The same with words that differ from message to message, for what is compressed: as well as what people write, and no better. */
export function variedTextOf(sequence: number): string {
  let text = `~!${String(sequence).padStart(digits, '0')}`
  for (let at = sequence * 31 + 7; text.length < textLength; at = (Math.imul(at, 1_103_515_245) + 12_345) >>> 0) text += ` ${words[(at >>> 8) % words.length]}`
  return text.slice(0, textLength)
}

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
