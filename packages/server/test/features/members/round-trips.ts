import { seedConversation, seedPeople } from '../../support/community.ts'
import { newMember, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'member.add': { trips: 3, statements: 9, arrange: async ({ groupId }, { palaver }) => ({ input: { conversationId: groupId, userIds: await seedPeople(palaver.database, 100) } }) },
  'member.remove': { trips: 4, statements: 9, arrange: async (world, server) => ({ input: { conversationId: world.groupId, userId: await newMember(world, server) } }) },
  'member.update': { trips: 3, statements: 9, arrange: async (world, server) => ({ input: { conversationId: world.groupId, userId: await newMember(world, server), role: 'admin' } }) },
  'member.leave': { trips: 4, statements: 9, arrange: async (world, server) => ({ caller: await server.palaver.admin.actAs(await newMember(world, server)), input: { conversationId: world.groupId } }) },
  'conversation.transfer': { trips: 3, statements: 9, arrange: async (world, server) => {
    // Of a group that grew as well, so that the world's own keeps its owner.
    const { palaver } = server
    const members = [world.directWith, ...world.members.filter((id) => id !== world.directWith)]
    const conversationId = await seedConversation(palaver.database, { userIds: members })
    return { caller: await palaver.admin.actAs(world.directWith), input: { conversationId, userId: world.me.userId } }
  } },
  'member.list': { trips: 2, arrange: ({ groupId }) => ({ input: { conversationId: groupId, limit: 100 } }) },
}
