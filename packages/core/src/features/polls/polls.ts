import type { Content, Message, PollContent, PollState } from '@palaver/protocol'
import { can, type Seat } from '../permissions/permissions.ts'

/** A poll as a message holds it. */
export interface Poll {
  readonly content: PollContent
  /** Undefined until somebody votes or closes it. */
  readonly poll?: PollState | undefined
}

/** Is the content a poll? */
export const isPoll = (content: Content): content is PollContent => content.kind === 'poll'

/** What is searched of a poll: its question and its options. */
export const textOfPoll = ({ question, options }: PollContent): string => [question, ...options.map(({ text }) => text)].join('\n')

/** Since when no vote counts, in milliseconds since the epoch; undefined while the poll is open. */
export const pollClosedAt = ({ content, poll }: Poll, now: number): number | undefined =>
  poll?.closedAt ?? (content.closesAt !== undefined && content.closesAt <= now ? content.closesAt : undefined)

/** May somebody close the poll? Who asked, and the staff. The role must allow `poll.close` beside it. */
export const mayClosePoll = ({ senderId }: Pick<Message, 'senderId'>, { me, ...seat }: Seat & { readonly me: string }): boolean => senderId === me || can('poll.closeOthers', seat)

/** How the poll stands once somebody's choice is another. */
export const withVote = ({ content, poll }: Poll, before: readonly string[], after: readonly string[]): PollState => {
  const counts = content.options.map(({ id }, n) => (poll?.counts[n] ?? 0) + Number(after.includes(id)) - Number(before.includes(id)))
  return { ...poll, counts, voters: (poll?.voters ?? 0) + Number(after.length > 0) - Number(before.length > 0) }
}

/** How the poll stands once it is closed. */
export const closedPoll = ({ content, poll }: Poll, closedAt: number): PollState => ({ ...(poll ?? { counts: content.options.map(() => 0), voters: 0 }), closedAt })
