import * as Type from 'typebox'
import { Id, Timestamp, line } from '../../scalars.ts'

/** What others see of a person's presence. Invisible people are seen as offline. */
export const Presence = Type.Object({
  userId: Id,
  status: Type.Enum(['online', 'away', 'busy', 'offline']),
  text: Type.Optional(line({ max: 80 })),
  lastSeenAt: Type.Optional(Timestamp),
})
export type Presence = Type.Static<typeof Presence>
