import * as Type from 'typebox'
import { Counter, CustomData, Id, Timestamp, text } from '../../scalars.ts'

/** The largest text that any deployment may allow, in code points; `limits.textMaxLength` of `hello` says this one's. */
export const textHardLimit = 5000

/** Plain text. */
export const TextContent = Type.Object({ kind: Type.Literal('text'), text: text({ min: 1, max: textHardLimit }) })
/** What a message says; told apart by `kind`. Clients show a kind that they do not know as such. */
export const Content = TextContent
export type Content = Type.Static<typeof Content>

/** Names another message of the same conversation. */
export const MessageRef = Type.Object({ id: Id, position: Type.Integer({ minimum: 1 }) })
export type MessageRef = Type.Static<typeof MessageRef>

/** A message as it stands: the state of its row, the same for every viewer. */
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
})
export type Message = Type.Static<typeof Message>

/** The answer to a send. */
export const SentMessage = Type.Object({ id: Id, position: Counter, revision: Counter, createdAt: Timestamp })
export type SentMessage = Type.Static<typeof SentMessage>
