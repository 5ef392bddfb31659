import { ownMessage, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'message.pin': { trips: 3, statements: 9, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, messageId: await ownMessage(world, palaver) } }) },
  'message.unpin': { trips: 3, statements: 9, arrange: async (world, { palaver }) => {
    const input = { conversationId: world.groupId, messageId: await ownMessage(world, palaver) }
    await palaver.commands.run('message.pin', input, world.me, 'socket')
    return { input }
  } },
  'pin.list': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId } }) },
}
