import { ownMessage, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'message.hide': { trips: 3, statements: 9, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, messageIds: [await ownMessage(world, palaver), await ownMessage(world, palaver)] } }) },
  'message.unhide': { trips: 3, statements: 8, arrange: async ({ me, groupId: conversationId, messageId }, { palaver }) => {
    await palaver.commands.run('message.hide', { conversationId, messageIds: [messageId] }, me, 'socket')
    return { input: { messageIds: [messageId] } }
  } },
}
