import { text, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'message.send': { trips: 1, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, ...text(), replyToId: messageId } }) },
  'message.list': { trips: 1, arrange: ({ groupId, size }) => ({ input: { conversationId: groupId, around: Math.floor(size / 2), limit: 100 } }) },
  'message.get': { trips: 1, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, messageId } }) },
}
