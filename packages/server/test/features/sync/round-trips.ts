import type { RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'conversation.changes': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId, since: 1 } }) },
  'user.changes': { trips: 1, arrange: () => ({ input: { since: 0 } }) },
}
