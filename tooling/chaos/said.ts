/** What a message said first, and how often it was edited: both stand in its text, so that every side tells them apart without asking. */
export interface Said {
  readonly first: string
  readonly edits: number
}

const mark = ' — edit '

/** The text of a message that was edited so often. */
export const edited = (first: string, edits: number): string => `${first}${mark}${edits}`

/** Reads a text that {@link edited} may have made. */
export const saidIn = (text: string): Said => {
  const [first = '', edits = '0'] = text.split(mark)
  return { first, edits: Number(edits) }
}
