/** A stretch of a text that was found, or stands between. */
export interface Piece {
  readonly text: string
  readonly found: boolean
}

interface Range {
  readonly offset: number
  readonly length: number
}

const before = 40

/** A text in pieces, beginning shortly before the first range. Ranges are in code points, in order, and do not overlap. */
export const highlightPieces = (text: string, ranges: readonly Range[]): readonly Piece[] => {
  const points = Array.from(text)
  const begin = Math.max(0, (ranges[0]?.offset ?? 0) - before)
  const piece = (from: number, to: number, found: boolean): Piece => ({ text: points.slice(from, to).join(''), found })
  const pieces: Piece[] = begin > 0 ? [{ text: '…', found: false }] : []
  let at = begin
  for (const { offset, length } of ranges) {
    pieces.push(piece(at, offset, false), piece(offset, offset + length, true))
    at = offset + length
  }
  return [...pieces, piece(at, points.length, false)].filter((one) => one.text !== '')
}
