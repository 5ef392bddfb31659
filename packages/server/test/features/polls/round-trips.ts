import { randomUUID } from 'node:crypto'
import type { GrownWorld } from '../../support/grown-world.ts'
import type { RoundTrips } from '../../support/round-trips.ts'
import type { TestServer } from '../../support/test-server.ts'

async function ownPoll({ me, groupId: conversationId }: GrownWorld, { commands }: TestServer['palaver']): Promise<{ conversationId: string; messageId: string }> {
  const content = { kind: 'poll', question: 'Which?', options: [{ id: 'a', text: 'A' }, { id: 'b', text: 'B' }], multiple: false, anonymous: false }
  const { json } = await commands.run('message.send', { conversationId, clientId: randomUUID(), content }, me, 'socket')
  return { conversationId, messageId: (JSON.parse(json) as { id: string }).id }
}

export const roundTrips: RoundTrips = {
  'poll.vote': { trips: 3, statements: 15, arrange: async (world, { palaver }) => ({ input: { ...(await ownPoll(world, palaver)), optionIds: ['a'] } }) },
  'poll.close': { trips: 3, statements: 7, arrange: async (world, { palaver }) => ({ input: await ownPoll(world, palaver) }) },
  'poll.voters': { trips: 2, arrange: async (world, { palaver }) => {
    const named = await ownPoll(world, palaver)
    await palaver.commands.run('poll.vote', { ...named, optionIds: ['a'] }, world.me, 'socket')
    return { input: { ...named, optionId: 'a' } }
  } },
}
