import * as Type from 'typebox'
import { Id, line, Timestamp } from '../../scalars.ts'

/** Fewest and most options of a poll. */
export const pollOptions = { fewest: 2, most: 12 } as const

/** Names an option of one poll; its sender chooses it. */
export const PollOptionId = Type.String({ pattern: '^[A-Za-z0-9_-]{1,36}$', minLength: 1, maxLength: 36 })
export type PollOptionId = Type.Static<typeof PollOptionId>

/** The end of the year 2099. */
const lastTime = 4_102_444_799_999

/** A question with options. How people chose stands in the part `poll` of the message. */
export const PollContent = Type.Object({
  kind: Type.Literal('poll'),
  question: line({ max: 300 }),
  options: Type.Array(Type.Object({ id: PollOptionId, text: line({ max: 100 }) }), { minItems: pollOptions.fewest, maxItems: pollOptions.most, description: 'Each with an `id` of its own.' }),
  multiple: Type.Boolean({ description: 'More than one option may be chosen.' }),
  anonymous: Type.Boolean({ description: 'Nobody is told who chose what.' }),
  closesAt: Type.Optional(Type.Integer({ minimum: 0, maximum: lastTime, description: 'No vote counts from then on; milliseconds since the Unix epoch. A time that is over closes it at once.' })),
})
export type PollContent = Type.Static<typeof PollContent>

const Count = Type.Integer({ minimum: 0 })

/** What votes add to a message; absent until somebody votes or closes the poll. */
export const PollState = Type.Object({
  counts: Type.Array(Count, { minItems: pollOptions.fewest, maxItems: pollOptions.most, description: 'People who chose each option, in the order of the options.' }),
  voters: Type.Integer({ minimum: 0, description: 'People who chose any.' }),
  closedAt: Type.Optional(Type.Integer({ ...Timestamp, description: 'Since when no vote counts.' })),
})
export type PollState = Type.Static<typeof PollState>

/** What polls add to a message. */
export const pollPart = { poll: Type.Optional(PollState) }

/** What somebody chose in a poll: private to them; its key is the message's id. */
export const Vote = Type.Object({ conversationId: Id, optionIds: Type.Array(PollOptionId, { minItems: 1, maxItems: pollOptions.most }) })
export type Vote = Type.Static<typeof Vote>

/** One person who chose an option. */
export const Voter = Type.Object({ userId: Id, votedAt: Timestamp, revision: Type.Integer({ minimum: 1, description: 'Revision of the conversation at the vote.' }) })
export type Voter = Type.Static<typeof Voter>
