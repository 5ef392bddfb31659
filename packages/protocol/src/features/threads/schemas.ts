import * as Type from 'typebox'
import { Id, Timestamp } from '../../scalars.ts'

/** Those who replied first that stand in the root itself. */
export const maxShownParticipants = 5

/** Where a sender puts a message: into the thread of another, and perhaps into the conversation, too. */
export const threadOptions = {
  threadId: Type.Optional(Type.String({ ...Id, description: 'The message whose thread this one stands in: its root, which is no reply in a thread itself.' })),
  alsoToConversation: Type.Optional(Type.Literal(true, { description: 'A reply in a thread that stands in the conversation, too.' })),
}

/** How the thread of a message stands. */
export const ThreadSummary = Type.Object({
  replyCount: Type.Integer({ minimum: 1, description: 'Replies sent, those deleted since among them.' }),
  lastPosition: Type.Integer({ minimum: 1, description: 'Position of the last reply.' }),
  lastReplyAt: Timestamp,
  participantIds: Type.Array(Id, { minItems: 1, maxItems: maxShownParticipants, description: 'Those who replied first.' }),
})
export type ThreadSummary = Type.Static<typeof ThreadSummary>

/** What threads add to a message: to replies where they stand, to roots how their thread stands. */
export const threadParts = { ...threadOptions, thread: Type.Optional(ThreadSummary) }

/** A thread that somebody follows; its key is the root's id. */
export const FollowedThread = Type.Object({
  conversationId: Id,
  read: Type.Integer({ minimum: 0, description: 'They have read the replies up to this position.' }),
})
export type FollowedThread = Type.Static<typeof FollowedThread>
