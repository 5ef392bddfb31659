import { randomUUID } from 'node:crypto'
import type { GrownWorld } from '../../support/grown-world.ts'
import { newMember, type RoundTrips } from '../../support/round-trips.ts'
import type { TestServer } from '../../support/test-server.ts'

/** A stream of somebody new, of whom there are few open. */
const openStream = async (world: GrownWorld, server: TestServer) => {
  const { commands, admin } = server.palaver
  const caller = await admin.actAs(await newMember(world, server))
  const { id } = JSON.parse((await commands.run('stream.start', { conversationId: world.groupId, clientId: randomUUID() }, caller, 'socket')).json) as { id: string }
  const named = { conversationId: world.groupId, messageId: id }
  await commands.run('stream.append', { ...named, offset: 0, text: 'hello' }, caller, 'socket')
  return { caller, named }
}

export const roundTrips: RoundTrips = {
  'stream.start': { trips: 5, statements: 6, arrange: async (world, server) => ({ caller: await server.palaver.admin.actAs(await newMember(world, server)), input: { conversationId: world.groupId, clientId: randomUUID() } }) },
  'stream.append': { trips: 1, arrange: async (world, server) => {
    const { caller, named } = await openStream(world, server)
    return { caller, input: { ...named, offset: 5, text: ' you' } }
  } },
  'stream.read': { trips: 1, arrange: async (world, server) => ({ input: (await openStream(world, server)).named }) },
  'stream.finish': { trips: 4, statements: 10, arrange: async (world, server) => {
    const { caller, named } = await openStream(world, server)
    return { caller, input: { ...named, length: 5 } }
  } },
  'stream.cancel': { trips: 4, statements: 10, arrange: async (world, server) => {
    const { caller, named } = await openStream(world, server)
    return { caller, input: named }
  } },
}
