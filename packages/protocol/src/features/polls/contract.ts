import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Id } from '../../scalars.ts'
import { changeFields } from '../messages/change-fields.ts'
import { Message } from '../messages/schemas.ts'
import { Person } from '../people/schemas.ts'
import { PollOptionId, pollOptions, Voter } from './schemas.ts'

const path = '/v1/conversations/:conversationId/messages/:messageId/poll'

export const votePoll = defineCommand({
  name: 'poll.vote',
  summary: 'Choose in a poll: exactly these options in place of what was chosen before, none to take the vote back.',
  access: 'user',
  input: Type.Object({ ...changeFields, optionIds: Type.Array(PollOptionId, { maxItems: pollOptions.most }) }),
  output: Type.Object({ message: Message }),
  rest: { method: 'PUT', path: `${path}/vote`, status: 200 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'write',
})

export const closePoll = defineCommand({
  name: 'poll.close',
  summary: "End a poll of one's own, or one that the role allows. Who does so again is answered the same.",
  access: 'user',
  input: Type.Object({ ...changeFields }),
  output: Type.Object({ message: Message }),
  rest: { method: 'POST', path: `${path}/close`, status: 200 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'write',
})

export const listVoters = defineCommand({
  name: 'poll.voters',
  summary: 'Page through who chose an option, the latest first. Nobody is told of an anonymous poll.',
  access: 'user',
  input: Type.Object({
    conversationId: Id,
    messageId: Id,
    optionId: PollOptionId,
    before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Only votes of a lower revision.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  }),
  output: Type.Object({ voters: Type.Array(Voter), people: Type.Array(Person), hasMore: Type.Boolean() }),
  rest: { method: 'GET', path: `${path}/voters`, status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'readMessages',
})
