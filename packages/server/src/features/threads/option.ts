import { PalaverError, type SentMessage } from '@palaver/protocol'
import type { LockedKind } from '../../platform/writer/change.ts'
import type { SendChange, SendOption } from '../messages/port.ts'

/** The options `threadId` and `alsoToConversation` of a send: `replies` writes what goes into a thread. */
export const threadOption =
  (replies: LockedKind<SendChange, SentMessage>): SendOption =>
  ({ threadId, alsoToConversation }) => {
    if (threadId !== undefined) return { parts: { threadId, ...(alsoToConversation && { alsoToConversation }) }, writtenBy: replies }
    if (alsoToConversation) throw new PalaverError('invalid_input', 'unable to send; only a reply in a thread goes to the conversation, too', { path: '/alsoToConversation' })
    return undefined
  }
