import type { GrownWorld } from '../../support/grown-world.ts'
import { ownMessage, type RoundTrips } from '../../support/round-trips.ts'
import type { TestServer } from '../../support/test-server.ts'

const deletedMessage = async (world: GrownWorld, palaver: TestServer['palaver']) => {
  const named = { conversationId: world.groupId, messageId: await ownMessage(world, palaver) }
  await palaver.commands.run('message.delete', named, world.me, 'socket')
  return named
}

export const roundTrips: RoundTrips = {
  'message.delete': { trips: 3, statements: 10, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, messageId: await ownMessage(world, palaver) } }) },
  'message.restore': { trips: 3, statements: 9, arrange: async (world, { palaver }) => ({ input: await deletedMessage(world, palaver) }) },
  'message.deleted': { trips: 1, arrange: ({ me, groupId }) => ({ caller: { ...me, role: 'moderator' }, input: { conversationId: groupId } }) },
  'message.deletedEdits': { trips: 1, arrange: async (world, { palaver }) => ({ caller: { ...world.me, role: 'moderator' }, input: await deletedMessage(world, palaver) }) },
}
