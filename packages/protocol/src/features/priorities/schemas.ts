import * as Type from 'typebox'
import { Id, Timestamp } from '../../scalars.ts'

/** How a message arrives, as its sender asks for it. */
export const priorityOptions = {
  silent: Type.Optional(Type.Literal(true, { description: 'Nobody is notified of it.' })),
  urgent: Type.Optional(Type.Literal(true, { description: 'Whoever gets it is asked to acknowledge it.' })),
}

/** Who acknowledged an urgent message. */
export const Acknowledged = Type.Object({
  count: Type.Integer({ minimum: 1 }),
  userIds: Type.Array(Id, { maxItems: 50, description: 'The first 50; `message.acknowledgements` lists all.' }),
})
export type Acknowledged = Type.Static<typeof Acknowledged>

/** What priorities add to a message. */
export const priorityParts = { ...priorityOptions, acknowledged: Type.Optional(Acknowledged) }

/** One member's acknowledgement. */
export const Acknowledgement = Type.Object({
  userId: Id,
  acknowledgedAt: Timestamp,
  revision: Type.Integer({ minimum: 1, description: 'Revision of the conversation at it.' }),
})
export type Acknowledgement = Type.Static<typeof Acknowledgement>
