import * as Type from 'typebox'
import { Counter, CustomData, Id, Timestamp } from '../../scalars.ts'
import { Content } from './content.ts'
import { messageParts } from './parts.ts'

/** Names another message of the same conversation. */
export const MessageRef = Type.Object({ id: Id, position: Type.Integer({ minimum: 1 }) })
export type MessageRef = Type.Static<typeof MessageRef>

/** A message as it stands: the state of its row, the same for every viewer (but for those who may not see what it says, RESTRICT-1). */
export const Message = Type.Object({
  id: Id,
  position: Type.Integer({ minimum: 1, description: 'Its place in the conversation; never changes.' }),
  revision: Type.Integer({ minimum: 1, description: 'Revision of the conversation at its last change.' }),
  senderId: Id,
  clientId: Id,
  content: Content,
  replyTo: Type.Optional(MessageRef),
  createdAt: Timestamp,
  custom: Type.Optional(CustomData),
  ...messageParts,
})
export type Message = Type.Static<typeof Message>

/** The answer to a send. */
export const SentMessage = Type.Object({ id: Id, position: Counter, revision: Counter, createdAt: Timestamp })
export type SentMessage = Type.Static<typeof SentMessage>
