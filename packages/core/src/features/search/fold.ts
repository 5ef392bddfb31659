// Vowel signs of Indic scripts and the voicing marks of kana are marks as well, but carry meaning: only these are dropped.
const dropped = /\u0640|[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/g

const alike: Readonly<Record<string, string>> = {
  ı: 'i', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ħ: 'h', ŧ: 't',
  ς: 'σ',
  ى: 'ي', ة: 'ه',
  ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ',
}
const spelledAlike = new RegExp(`[${Object.keys(alike).join('')}]`, 'g')

/**
 * How a text is compared when people search: without case, width, accents, vowel points, and letters that only stand at the end of words.
 * Folding twice changes nothing.
 */
export const fold = (text: string): string => (isPlain(text) ? text.toLowerCase() : foldAny(text))

const plain = /^[\0-\x7f]*$/

/** Is it of ASCII alone, where only the case is to be folded? */
export const isPlain = (text: string): boolean => plain.test(text)

const foldAny = (text: string): string =>
  text
    .normalize('NFKD')
    // By way of the upper case, which knows ß and the letters that have no lower-case fold of their own; ẞ has ß for its lower case only.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(dropped, '')
    .replace(spelledAlike, (letter) => alike[letter] ?? letter)
    .normalize('NFC')
