import { urgentMessage, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'message.acknowledge': { trips: 3, statements: 9, arrange: async (world, server) => ({ input: { conversationId: world.groupId, messageId: await urgentMessage(world, server) } }) },
  'message.acknowledgements': { trips: 1, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, messageId } }) },
}
