import * as Type from 'typebox'
import { Id } from '../../scalars.ts'
import { Message } from '../messages/schemas.ts'

/** What messages can be asked to hold; features add theirs. */
export const MessageHolding = Type.Union([Type.Literal('link'), Type.Literal('mention')])
export type MessageHolding = Type.Static<typeof MessageHolding>

/** A range of a text, in code points. */
export const Highlight = Type.Object({ offset: Type.Integer({ minimum: 0 }), length: Type.Integer({ minimum: 1 }) })
export type Highlight = Type.Static<typeof Highlight>

/** A message that was found. */
export const FoundMessage = Type.Object({
  conversationId: Id,
  message: Message,
  highlights: Type.Array(Highlight, { description: 'Where its text answers the query: in order, not overlapping.' }),
})
export type FoundMessage = Type.Static<typeof FoundMessage>
