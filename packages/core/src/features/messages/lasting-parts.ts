import type { MessageParts } from '@palaver/protocol'

/** Where a message stands, whether it is for all, and what stands in its thread: parts that are nothing of what it says, so they outlast that. */
export const lastingParts = ['threadId', 'alsoToConversation', 'thread', 'restricted'] as const satisfies readonly (keyof MessageParts)[]

/** The lasting parts that a message has. */
export const lastingPartsOf = (message: MessageParts): Pick<MessageParts, (typeof lastingParts)[number]> =>
  Object.fromEntries(lastingParts.flatMap((name) => (message[name] === undefined ? [] : [[name, message[name]]])))
