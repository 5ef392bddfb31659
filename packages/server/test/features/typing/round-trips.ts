import type { RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'typing.set': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId, typing: true } }) },
}
