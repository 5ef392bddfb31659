import type { Message, SendableContent } from '@palaver/protocol'

/** Kinds of content that mean the same elsewhere. An unknown kind may belong to its conversation, so it stays there. */
const forwardableKinds: ReadonlySet<string> = new Set(['text'])

/** May somebody who reads the message send what it says elsewhere? What is to disappear stays where it is: a copy would outlive it. */
export const mayForward = <Said extends Pick<Message, 'content' | 'expiresAt' | 'stream'>>(message: Said): message is Said & { readonly content: SendableContent } =>
  forwardableKinds.has(message.content.kind) && message.expiresAt === undefined && message.stream?.state !== 'open'

/** Whose words a forward holds: those who said them first, however often it was forwarded. */
export const forwardedFromOf = ({ senderId, createdAt, forwardedFrom }: Pick<Message, 'senderId' | 'createdAt' | 'forwardedFrom'>): NonNullable<Message['forwardedFrom']> =>
  forwardedFrom ?? { senderId, createdAt }
