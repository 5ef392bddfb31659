import { newMember, ownMessage, text, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'thread.history': { trips: 1, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, threadId: messageId } }) },
  'thread.follow': { trips: 3, statements: 9, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, threadId: await ownMessage(world, palaver) } }) },
  'thread.unfollow': { trips: 3, statements: 8, arrange: async ({ me, groupId: conversationId, messageId: threadId }, { palaver }) => {
    await palaver.commands.run('thread.follow', { conversationId, threadId }, me, 'socket')
    return { input: { threadId } }
  } },
  'thread.read': { trips: 3, statements: 9, arrange: async (world, server) => {
    const input = { conversationId: world.groupId, threadId: await ownMessage(world, server.palaver) }
    const replier = await server.palaver.admin.actAs(await newMember(world, server))
    await server.palaver.commands.run('message.send', { ...input, ...text() }, replier, 'socket')
    return { input: { ...input, position: Number.MAX_SAFE_INTEGER } }
  } },
  'thread.list': { trips: 1, arrange: () => ({ input: {} }) },
}
