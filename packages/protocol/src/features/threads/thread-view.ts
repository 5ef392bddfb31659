import * as Type from 'typebox'
import { Id } from '../../scalars.ts'
import { Message } from '../messages/schemas.ts'
import { FollowedThread } from './schemas.ts'

/** A thread as somebody who follows it sees it. */
export const ThreadView = Type.Object({
  conversationId: Id,
  root: Message,
  read: FollowedThread.properties.read,
  unread: Type.Integer({ minimum: 0, maximum: 100, description: "Replies of others after `read`; 100 means as many or more." }),
})
export type ThreadView = Type.Static<typeof ThreadView>
