/** Where a name stands in a text, in code units: `text.slice(start, end)` is '@' and the name. */
export interface MentionRange<Name> {
  readonly start: number
  readonly end: number
  readonly name: Name
}

const wordy = /[\p{L}\p{N}_]/u

const lower = (text: string): string => text.toLowerCase()

/**
 * Where a text mentions these names by '@name', whatever their case: the longest that fits, never a part of a word, in order. A name that was
 * changed since is not found: who is called stands in the message, not in its text.
 */
export const mentionRanges = <Name extends { readonly text: string }>(text: string, names: readonly Name[]): readonly MentionRange<Name>[] => {
  const known = names.filter((name) => name.text !== '').sort((a, b) => b.text.length - a.text.length)
  const ranges: MentionRange<Name>[] = []
  for (let start = text.indexOf('@'); start >= 0 && known.length > 0; ) {
    const name = wordy.test(text[start - 1] ?? '') ? undefined : known.find((each) => standsAt(text, start + 1, each.text))
    const end = start + 1 + (name?.text.length ?? 0)
    if (name) ranges.push({ start, end, name })
    start = text.indexOf('@', end)
  }
  return ranges
}

const standsAt = (text: string, at: number, name: string): boolean =>
  lower(text.slice(at, at + name.length)) === lower(name) && !wordy.test(text[at + name.length] ?? '')
