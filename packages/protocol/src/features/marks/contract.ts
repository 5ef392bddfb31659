import * as Type from 'typebox'
import { defineCommand, defineEphemeral } from '../../contract.ts'
import { Counter, Id } from '../../scalars.ts'
import { Mark, MarkMove, MarksState } from './schemas.ts'

export const updateMarks = defineCommand({
  name: 'mark.update',
  summary: "Move the caller's marks, in up to 200 conversations at once. Marks never go back, are capped at the head, and read implies delivered; conversations that the caller is not in are left out of the answer.",
  access: 'user',
  input: Type.Object({ marks: Type.Array(MarkMove, { minItems: 1, maxItems: 200 }) }),
  output: Type.Object({
    marks: Type.Array(
      Type.Object({
        conversationId: Id,
        delivered: Counter,
        read: Counter,
        unread: Type.Integer({ minimum: 0, maximum: 100, description: 'Unread messages after the move; 100 means 100 or more.' }),
      }),
    ),
  }),
  rest: { method: 'POST', path: '/v1/marks', status: 200 },
  errors: [],
  limit: 'marks',
})

export const listMarks = defineCommand({
  name: 'mark.list',
  summary: 'Get the marks of the members of a conversation.',
  access: 'user',
  input: Type.Object({ conversationId: Id }),
  output: MarksState,
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/marks', status: 200 },
  errors: ['not_found'],
  limit: 'read',
})

export const marksMoved = defineEphemeral({
  name: 'marks.moved',
  summary: 'Marks of a conversation moved; merged by maximum, at most one frame a second for each conversation.',
  payload: Type.Object({ conversationId: Id, marksRevision: Counter, marks: Type.Array(Mark) }),
})
