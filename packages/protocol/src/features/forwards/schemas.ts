import * as Type from 'typebox'
import { Id, Timestamp } from '../../scalars.ts'

/** Who said first what was forwarded, and when; where it was said is not told. */
export const ForwardedFrom = Type.Object({ senderId: Id, createdAt: Timestamp })
export type ForwardedFrom = Type.Static<typeof ForwardedFrom>

/** What forwarding adds to a message. */
export const forwardPart = { forwardedFrom: Type.Optional(ForwardedFrom) }
