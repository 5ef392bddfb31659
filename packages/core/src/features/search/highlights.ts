import { type Piece, piecesOf } from './pieces.ts'
import type { SearchTerm } from './words.ts'

/** A range of a text, in code points. */
export interface TextRange {
  readonly offset: number
  readonly length: number
}

/** Where a text answers the terms, in order and not overlapping; undefined when it lacks one of them. */
export function highlightsOf(text: string, terms: readonly SearchTerm[]): TextRange[] | undefined {
  const missing = new Set(terms)
  const found: Units[] = []
  for (const piece of piecesOf(text)) {
    for (const term of terms) {
      const places = placesOf(piece, term)
      if (places.length > 0) missing.delete(term)
      found.push(...places)
    }
  }
  return missing.size > 0 ? undefined : inCodePoints(text, joined(found))
}

/** Code units, the end not included. */
type Units = readonly [at: number, end: number]

function placesOf(piece: Piece, { text, dense, prefix, similar }: SearchTerm): Units[] {
  if (piece.dense !== dense) return []
  if (!piece.dense) return piece.text === text || (prefix && piece.text.startsWith(text)) || similar?.includes(piece.text) === true ? [[piece.at, piece.end]] : []
  const wanted = Array.from(text)
  return piece.characters.flatMap(({ at }, n): Units[] => {
    const last = piece.characters[n + wanted.length - 1]
    return last && wanted.every((character, m) => piece.characters[n + m]?.text === character) ? [[at, last.end]] : []
  })
}

function joined(places: readonly Units[]): Units[] {
  const result: Units[] = []
  for (const [at, end] of places.toSorted(([a], [b]) => a - b)) {
    const before = result.at(-1)
    if (before && at <= before[1]) result[result.length - 1] = [before[0], Math.max(before[1], end)]
    else result.push([at, end])
  }
  return result
}

function inCodePoints(text: string, places: readonly Units[]): TextRange[] {
  let units = 0
  let points = 0
  const pointsUpTo = (unit: number): number => {
    for (; units < unit; points++) units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1
    return points
  }
  return places.map(([at, end]) => {
    const offset = pointsUpTo(at)
    return { offset, length: pointsUpTo(end) - offset }
  })
}
