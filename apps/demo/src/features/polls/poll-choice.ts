import type { PollContent, PollState } from '@palaver/client'

/** What one chose once an option was pressed: another one instead, or beside the others; the same one again takes it back. */
export const choiceAfter = ({ options, multiple }: Pick<PollContent, 'options' | 'multiple'>, chosen: readonly string[], pressed: string): readonly string[] => {
  if (!multiple) return chosen.includes(pressed) ? [] : [pressed]
  return options.map(({ id }) => id).filter((id) => chosen.includes(id) !== (id === pressed))
}

/** How many people chose an option, and their share of all who voted, in whole per cent. */
export const resultOf = (poll: PollState | undefined, index: number): { readonly count: number; readonly percent: number } => {
  const count = poll?.counts[index] ?? 0
  return { count, percent: poll && poll.voters > 0 ? Math.round((100 * count) / poll.voters) : 0 }
}
