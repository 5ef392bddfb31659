import { ownMessage, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'saved.add': { trips: 3, statements: 9, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, messageId: await ownMessage(world, palaver) } }) },
  'saved.remove': { trips: 3, statements: 8, arrange: async ({ me, groupId: conversationId, messageId }, { palaver }) => {
    await palaver.commands.run('saved.add', { conversationId, messageId }, me, 'socket')
    return { input: { messageId } }
  } },
  'saved.messages': { trips: 1, arrange: ({ messageId }) => ({ input: { messageIds: [messageId] } }) },
}
