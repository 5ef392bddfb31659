import type { Message } from '@palaver/protocol'
import { silentKinds } from '../messages/silent-kinds.ts'
import { isOnlyInThread } from '../threads/threads.ts'

type Placed = Pick<Message, 'senderId' | 'content' | 'threadId' | 'alsoToConversation' | 'restricted'>

/**
 * Does `me` see it in the conversation? Not what stands in a thread only, nor what is for others; and what some members read and somebody deleted
 * leaves a trace for its sender only, who may undo it. Such a message keeps its position, so that no hole is left.
 */
export const isShownTo = (me: string, message: Placed): boolean =>
  !isOnlyInThread(message) && (!message.restricted || message.senderId === me || !silentKinds.has(message.content.kind))

/** May it stand as the last message of a conversation? What is for some members only does not, for nobody: a head is the same for all. */
export const isPreview = (message: Pick<Message, 'threadId' | 'alsoToConversation' | 'restricted'>): boolean => !isOnlyInThread(message) && !message.restricted
