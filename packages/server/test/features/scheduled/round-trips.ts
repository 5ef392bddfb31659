import type { GrownWorld } from '../../support/grown-world.ts'
import { text, type RoundTrips } from '../../support/round-trips.ts'
import type { TestServer } from '../../support/test-server.ts'

const inAnHour = () => Date.now() + 3_600_000

async function scheduledMessage({ me, groupId }: GrownWorld, { commands }: TestServer['palaver']): Promise<string> {
  const { clientId, content } = text()
  await commands.run('message.schedule', { conversationId: groupId, clientId, content, at: inAnHour() + 5000 }, me, 'socket')
  return clientId
}

export const roundTrips: RoundTrips = {
  'message.schedule': { trips: 4, statements: 13, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, ...text(), replyToId: messageId, at: inAnHour() } }) },
  'scheduled.list': { trips: 1, arrange: () => ({ input: {} }) },
  'scheduled.update': { trips: 3, statements: 9, arrange: async (world, { palaver }) => ({ input: { scheduledId: await scheduledMessage(world, palaver), at: inAnHour() } }) },
  'scheduled.cancel': { trips: 3, statements: 10, arrange: async (world, { palaver }) => ({ input: { scheduledId: await scheduledMessage(world, palaver) } }) },
  'scheduled.sendNow': { trips: 3, statements: 9, arrange: async (world, { palaver }) => ({ input: { scheduledId: await scheduledMessage(world, palaver) } }) },
}
