import type { Message, MessageParts } from '@palaver/protocol'

/** Where a message stands, whether it is for all, and what stands in its thread: parts that are nothing of what it says, so they outlast that. */
export const lastingParts = ['threadId', 'alsoToConversation', 'thread', 'restricted'] as const satisfies readonly (keyof MessageParts)[]

const lasting: ReadonlySet<string> = new Set(['id', 'position', 'revision', 'senderId', 'clientId', 'replyTo', 'createdAt', ...lastingParts])

/** A message without anything of what it says, with content that tells what became of it. */
export const emptiedWith = (content: Message['content'], message: Message): Message =>
  ({ ...Object.fromEntries(Object.entries(message).filter(([name]) => lasting.has(name))), content }) as Message
