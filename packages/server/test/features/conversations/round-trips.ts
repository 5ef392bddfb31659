import { randomUUID } from 'node:crypto'
import { seedPeople } from '../../support/community.ts'
import { newName, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'conversation.create': { trips: 3, statements: 9, arrange: ({ members }) => ({ input: { clientId: randomUUID(), type: 'group', name: 'New', memberIds: members.slice(1, 100) } }) },
  'conversation.direct': { trips: 5, statements: 10, arrange: async (_world, { palaver }) => ({ input: { userId: (await seedPeople(palaver.database, 1))[0] } }) },
  'conversation.list': { trips: 2, arrange: () => ({ input: { limit: 50 } }) },
  'conversation.get': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId } }) },
  'conversation.update': { trips: 4, statements: 7, arrange: ({ groupId }) => ({ input: { conversationId: groupId, name: newName() } }) },
}
