import { ownMessage, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'reminder.set': { trips: 3, statements: 10, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, messageId: await ownMessage(world, palaver), at: 4_000_000_000_000 } }) },
  'reminder.cancel': { trips: 3, statements: 9, arrange: async ({ me, groupId: conversationId, messageId }, { palaver }) => {
    await palaver.commands.run('reminder.set', { conversationId, messageId, at: 4_000_000_000_000 }, me, 'socket')
    return { input: { messageId } }
  } },
}
