import { fold, isPlain } from './fold.ts'

/** One folded character of a script without spaces, and where it stands: offsets in code units, `end` not included. */
interface DenseCharacter {
  readonly text: string
  readonly at: number
  readonly end: number
}

/** A word, or a run of a script that puts no spaces between words. Offsets are in code units, `end` not included. */
export type Piece =
  | { readonly dense: false; readonly text: string; readonly at: number; readonly end: number }
  | { readonly dense: true; readonly characters: readonly DenseCharacter[] }

/** Code points of a word that are compared; what follows makes no difference. */
const comparedLength = 40

const runs = /[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}/gu
/** The same in a plain text, at a tenth of the cost. */
const plainRuns = /[a-z0-9]+/gi
const noSpaces = String.raw`\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}`
const scripts = new RegExp(`[${noSpaces}]+|[^${noSpaces}]+`, 'gu')
const noLetters = /[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]/gu
const isDense = new RegExp(`^[${noSpaces}]`, 'u')

const cut = (word: string): string => (word.length <= comparedLength ? word : Array.from(word).slice(0, comparedLength).join(''))

/** What of a text can be searched, in its order. */
export function* piecesOf(text: string): Generator<Piece> {
  if (isPlain(text)) {
    for (const { 0: word, index: at } of text.matchAll(plainRuns)) yield { dense: false, text: cut(word.toLowerCase()), at, end: at + word.length }
    return
  }
  for (const run of text.matchAll(runs)) {
    for (const part of run[0].matchAll(scripts)) {
      const at = run.index + part.index
      if (isDense.test(part[0])) yield { dense: true, characters: charactersOf(part[0], at) }
      else {
        const word = cut(folded(part[0]))
        if (word !== '') yield { dense: false, text: word, at, end: at + part[0].length }
      }
    }
  }
}

// Some of what is one letter or number is written out with signs: ½ as 1⁄2, ⑴ as (1), ﷺ with spaces.
const folded = (part: string): string => fold(part).replace(noLetters, '')

function charactersOf(run: string, start: number): DenseCharacter[] {
  let at = start
  return Array.from(run).flatMap((character) => {
    const place = { at, end: at + character.length }
    at = place.end
    return Array.from(folded(character), (text) => ({ text, ...place }))
  })
}
