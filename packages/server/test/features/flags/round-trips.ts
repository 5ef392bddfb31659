import { host, urgentMessage, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'message.flag': { trips: 1, arrange: async (world, server) => ({ input: { conversationId: world.groupId, messageId: await urgentMessage(world, server), reason: 'spam' } }) },
  'flag.list': { trips: 1, arrange: () => ({ caller: host, input: {} }) },
  'flag.resolve': { trips: 1, arrange: async (world, server) => {
    const messageId = await urgentMessage(world, server)
    await server.palaver.commands.run('message.flag', { conversationId: world.groupId, messageId, reason: 'spam' }, world.me, 'socket')
    const [flag] = await server.palaver.database.query<{ id: string }>('SELECT f.id FROM flags f JOIN messages m USING (conversation_id, position) WHERE m.id = $1', [messageId])
    return { caller: host, input: { flagId: flag?.id, outcome: 'dismissed' } }
  } },
}
