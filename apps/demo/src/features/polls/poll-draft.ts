import type { PollContent } from '@palaver/client'

/** Fewest and most options of a poll. */
export const optionCount = { fewest: 2, most: 12 } as const

/** A poll as it stands in the form. */
export interface PollDraft {
  readonly question: string
  /** Empty ones are left out. */
  readonly options: readonly string[]
  readonly multiple: boolean
  readonly anonymous: boolean
  /** As an `input` of the type `datetime-local` gives it; empty for never. */
  readonly closes: string
}

/** The poll to send; undefined while something is missing. */
export const pollOf = ({ question, options, multiple, anonymous, closes }: PollDraft): PollContent | undefined => {
  const given = options.map((text) => text.trim()).filter((text) => text !== '')
  if (question.trim() === '' || given.length < optionCount.fewest) return undefined
  return {
    kind: 'poll',
    question: question.trim(),
    options: given.map((text, index) => ({ id: `${index + 1}`, text })),
    multiple,
    anonymous,
    ...(closes !== '' && { closesAt: new Date(closes).getTime() }),
  }
}
