import * as Type from 'typebox'
import { Id } from '../../scalars.ts'
import { MemberRole } from '../members/schemas.ts'

/** Whom a message calls: the text keeps their names as they were typed. */
export const Mentions = Type.Object(
  {
    userIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 50, uniqueItems: true, description: 'Members of the conversation.' })),
    all: Type.Optional(Type.Literal(true, { description: 'Every member.' })),
    here: Type.Optional(Type.Literal(true, { description: 'Every member who is online when it comes.' })),
    roles: Type.Optional(Type.Array(MemberRole, { minItems: 1, maxItems: 5, uniqueItems: true, description: 'Every member with one of these roles.' })),
  },
  { minProperties: 1 },
)
export type Mentions = Type.Static<typeof Mentions>

/** What mentioning adds to a message. */
export const mentionPart = { mentions: Type.Optional(Mentions) }
