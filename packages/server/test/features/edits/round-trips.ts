import { randomUUID } from 'node:crypto'
import { ownMessage, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'message.edit': { trips: 3, statements: 10, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, messageId: await ownMessage(world, palaver), clientId: randomUUID(), content: { kind: 'text', text: 'better' } } }) },
  'message.edits': { trips: 1, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, messageId } }) },
}
