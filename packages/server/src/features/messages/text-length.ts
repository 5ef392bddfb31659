import { PalaverError } from '@palaver/protocol'

/** @throws {PalaverError} `too_large` when a text has more code points than this deployment allows. */
export function requireShortEnough(text: string, most: number, doing: string): void {
  // Code points are never more than code units, so most texts are not counted.
  if (text.length <= most || [...text].length <= most) return
  throw new PalaverError('too_large', `unable to ${doing}; the text is longer than ${most} characters`, { path: '/content/text' })
}
