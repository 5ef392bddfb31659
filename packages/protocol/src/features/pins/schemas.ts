import * as Type from 'typebox'
import { Id, Timestamp } from '../../scalars.ts'

/** Messages that may be pinned in one conversation. */
export const maxPins = 100

/** Who pinned a message, and when. */
export const Pin = Type.Object({ by: Id, at: Timestamp })
export type Pin = Type.Static<typeof Pin>

/** What pinning adds to a message. */
export const pinPart = { pin: Type.Optional(Pin) }
