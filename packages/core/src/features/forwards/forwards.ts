import type { Message, SendableContent } from '@palaver/protocol'

/** Kinds of content that mean the same elsewhere. An unknown kind may belong to its conversation, so it stays there. */
const forwardableKinds: ReadonlySet<string> = new Set(['text'])

/** May somebody who reads the message send what it says elsewhere? What is to disappear stays where it is, for a copy would outlive it; so does what is for some members only. */
export const mayForward = <Said extends Pick<Message, 'content' | 'expiresAt' | 'stream' | 'restricted'>>(message: Said): message is Said & { readonly content: SendableContent } =>
  forwardableKinds.has(message.content.kind) && message.expiresAt === undefined && message.restricted !== true && message.stream?.state !== 'open'

/** Whose words a forward holds: those who said them first, however often it was forwarded. */
export const forwardedFromOf = ({ senderId, createdAt, forwardedFrom }: Pick<Message, 'senderId' | 'createdAt' | 'forwardedFrom'>): NonNullable<Message['forwardedFrom']> =>
  forwardedFrom ?? { senderId, createdAt }
