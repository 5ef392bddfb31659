import type { Message, ThreadSummary } from '@palaver/protocol'
import { silentKinds } from '../messages/silent-kinds.ts'

/** How long the root may be silent about new replies, in milliseconds: a busy thread changes it no more often. */
export const threadQuietMs = 3000

/** Those who replied first that a summary names. */
const shown = 5

/** Does it stand in a thread and not in the conversation? Such a message keeps its position there, so that no hole is left, but is not shown or counted. */
export const isOnlyInThread = ({ threadId, alsoToConversation }: Pick<Message, 'threadId' | 'alsoToConversation'>): boolean =>
  threadId !== undefined && alsoToConversation !== true

/** May a message have a thread? What people said may, as long as it is there; a reply in a thread may not, for threads do not nest, and neither what is for some members only. */
export const mayHaveThread = ({ content, threadId, restricted }: Pick<Message, 'content' | 'threadId' | 'restricted'>): boolean =>
  threadId === undefined && !restricted && !silentKinds.has(content.kind)

/** The summary after one reply more. */
export const withReply = (summary: ThreadSummary | undefined, reply: Pick<Message, 'senderId' | 'position' | 'createdAt'>): ThreadSummary => {
  const { replyCount = 0, participantIds = [] } = summary ?? {}
  const isNew = participantIds.length < shown && !participantIds.includes(reply.senderId)
  return {
    replyCount: replyCount + 1,
    lastPosition: reply.position,
    lastReplyAt: reply.createdAt,
    participantIds: isNew ? [...participantIds, reply.senderId] : participantIds,
  }
}
