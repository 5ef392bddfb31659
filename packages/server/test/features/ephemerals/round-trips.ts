import type { RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'ephemeral.send': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId, type: 'com.example.cursor', data: {} } }) },
}
