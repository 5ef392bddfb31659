import { newName, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'draft.set': { trips: 3, statements: 9, arrange: ({ groupId }) => ({ input: { conversationId: groupId, text: newName(), editedAt: Date.now() } }) },
}
