import { randomUUID } from 'node:crypto'
import type { RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'message.forward': { trips: 2, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, clientId: randomUUID(), from: { conversationId: groupId, messageId } } }) },
}
