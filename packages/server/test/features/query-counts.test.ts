import { randomUUID } from 'node:crypto'
import type { CommandName } from '@palaver/protocol'
import { commands } from '@palaver/protocol/definitions'
import { describe, expect, it, vi } from 'vitest'
import type { Caller } from '../../src/platform/caller.ts'
import { statementsOf } from '../support/counted-statements.ts'
import { seedConversation, seedPeople } from '../support/community.ts'
import { type GrownWorld, growWorld } from '../support/grown-world.ts'
import { codeIn, password, shareTestServer, type TestServer } from '../support/test-server.ts'

const sizes = [10, 1000]
const anonymous: Caller = { kind: 'anonymous', address: '127.0.0.1', requestId: 'test' }
const host: Caller = { kind: 'app', address: '127.0.0.1', requestId: 'test' }

/** What a command costs, and one run of it in a world. */
interface Cost {
  /** Round trips to the database, BEGIN and COMMIT counted: the same in every world. */
  readonly trips: number
  readonly arrange: (world: GrownWorld, server: TestServer) => Promise<Run> | Run
}

interface Run {
  /** The world's person unless given. */
  readonly caller?: Caller
  readonly input: object
}

let count = 0
const newName = (): string => `counted${++count}`

const emoji = '😀 😃 😄 😁 😆 😅 🤣 😂'.split(' ')
let emojiCount = 0
const nextEmoji = (): string | undefined => emoji[emojiCount++ % emoji.length]

const text = () => ({ clientId: randomUUID(), content: { kind: 'text', text: 'hello' } })

/** Somebody new among the members, so that a world keeps its size. */
async function newMember({ me, groupId }: GrownWorld, { palaver }: TestServer): Promise<string> {
  const [userId = ''] = await seedPeople(palaver.database, 1)
  await palaver.commands.run('member.add', { conversationId: groupId, userIds: [userId] }, me, 'socket')
  return userId
}

/** A message of the world's person. */
async function ownMessage({ me, groupId }: GrownWorld, { commands }: TestServer['palaver']): Promise<string> {
  const { json } = await commands.run('message.send', { conversationId: groupId, ...text() }, me, 'socket')
  return (JSON.parse(json) as { id: string }).id
}

/** A stream of somebody new, of whom there are few open. */
const openStream = async (world: GrownWorld, server: TestServer) => {
  const { commands, admin } = server.palaver
  const caller = await admin.actAs(await newMember(world, server))
  const { id } = JSON.parse((await commands.run('stream.start', { conversationId: world.groupId, clientId: randomUUID() }, caller, 'socket')).json) as { id: string }
  const named = { conversationId: world.groupId, messageId: id }
  await commands.run('stream.append', { ...named, offset: 0, text: 'hello' }, caller, 'socket')
  return { caller, named }
}

const deletedMessage = async (world: GrownWorld, palaver: TestServer['palaver']) => {
  const named = { conversationId: world.groupId, messageId: await ownMessage(world, palaver) }
  await palaver.commands.run('message.delete', named, world.me, 'socket')
  return named
}

const inAnHour = () => Date.now() + 3_600_000

async function scheduledMessage({ me, groupId }: GrownWorld, { commands }: TestServer['palaver']): Promise<string> {
  const { clientId, content } = text()
  await commands.run('message.schedule', { conversationId: groupId, clientId, content, at: inAnHour() + 5000 }, me, 'socket')
  return clientId
}

/** A message to the world's person that asks to be acknowledged. */
async function ownPoll({ me, groupId: conversationId }: GrownWorld, { commands }: TestServer['palaver']): Promise<{ conversationId: string; messageId: string }> {
  const content = { kind: 'poll', question: 'Which?', options: [{ id: 'a', text: 'A' }, { id: 'b', text: 'B' }], multiple: false, anonymous: false }
  const { json } = await commands.run('message.send', { conversationId, clientId: randomUUID(), content }, me, 'socket')
  return { conversationId, messageId: (JSON.parse(json) as { id: string }).id }
}

async function urgentMessage(world: GrownWorld, server: TestServer): Promise<string> {
  const sender = await server.palaver.admin.actAs(await newMember(world, server))
  const { json } = await server.palaver.commands.run('message.send', { conversationId: world.groupId, ...text(), urgent: true }, sender, 'socket')
  return (JSON.parse(json) as { id: string }).id
}

const registered = async (server: TestServer): Promise<{ email: string; code: string }> => {
  const handle = newName()
  const email = `${handle}@example.com`
  await server.call('POST', '/v1/accounts', { body: { email, password, name: handle, handle } })
  return { email, code: await codeIn(server.mails, email) }
}

const costs: Readonly<Record<CommandName, Cost>> = {
  'account.register': { trips: 6, arrange: () => {
    const handle = newName()
    return { caller: anonymous, input: { email: `${handle}@example.com`, password, name: handle, handle } }
  } },
  'account.verify': { trips: 8, arrange: async (_world, server) => ({ caller: anonymous, input: await registered(server) }) },
  'account.changePassword': { trips: 5, arrange: async (_world, server) => {
    const { userId, sessionId } = await server.register(newName())
    return { caller: { ...(await server.palaver.admin.actAs(userId)), sessionId }, input: { current: password, next: 'another long one' } }
  } },
  'session.create': { trips: 2, arrange: async (_world, server) => {
    const handle = newName()
    await server.register(handle)
    return { caller: anonymous, input: { email: `${handle}@example.com`, password } }
  } },
  'session.refresh': { trips: 2, arrange: async (_world, server) => ({ caller: anonymous, input: { refreshToken: (await server.register(newName())).refreshToken } }) },
  'session.end': { trips: 1, arrange: ({ me, sessionIds }) => ({ caller: { ...me, sessionId: sessionIds.at(-1) ?? '' }, input: {} }) },
  'session.list': { trips: 1, arrange: () => ({ input: {} }) },
  'session.revoke': { trips: 1, arrange: ({ sessionIds }) => ({ input: { sessionId: sessionIds.at(-2) } }) },
  'session.revokeOthers': { trips: 1, arrange: () => ({ input: {} }) },
  'token.mint': { trips: 2, arrange: () => ({ caller: host, input: { externalId: newName(), name: 'Hosted', expiresInSeconds: 60 } }) },
  'person.me': { trips: 1, arrange: () => ({ input: {} }) },
  'person.update': { trips: 2, arrange: () => ({ input: { name: newName() } }) },
  'person.upsert': { trips: 4, arrange: () => ({ caller: host, input: { externalId: newName(), name: 'Hosted' } }) },
  'person.suspend': { trips: 1, arrange: async (_world, { palaver }) => ({ caller: host, input: { userId: (await seedPeople(palaver.database, 1))[0] } }) },
  'person.reinstate': { trips: 1, arrange: async (_world, { palaver }) => ({ caller: host, input: { userId: (await seedPeople(palaver.database, 1))[0] } }) },
  'person.lookup': { trips: 1, arrange: ({ members }) => ({ input: { ids: members.slice(0, 100) } }) },
  'person.search': { trips: 4, arrange: () => ({ input: { query: 'person' } }) },
  'presence.set': { trips: 1, arrange: () => ({ input: { status: 'away', text: newName() } }) },
  'presence.watch': { trips: 2, arrange: ({ members }) => ({ input: { people: members.slice(1, 100).map((id) => [id, 0]) } }) },
  'conversation.create': { trips: 9, arrange: ({ members }) => ({ input: { clientId: randomUUID(), type: 'group', name: 'New', memberIds: members.slice(1, 100) } }) },
  'conversation.direct': { trips: 10, arrange: async (_world, { palaver }) => ({ input: { userId: (await seedPeople(palaver.database, 1))[0] } }) },
  'conversation.list': { trips: 2, arrange: () => ({ input: { limit: 50 } }) },
  'conversation.get': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId } }) },
  'conversation.update': { trips: 7, arrange: ({ groupId }) => ({ input: { conversationId: groupId, name: newName() } }) },
  'conversation.changes': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId, since: 1 } }) },
  'user.changes': { trips: 1, arrange: () => ({ input: { since: 0 } }) },
  'member.add': { trips: 9, arrange: async ({ groupId }, { palaver }) => ({ input: { conversationId: groupId, userIds: await seedPeople(palaver.database, 100) } }) },
  'member.remove': { trips: 9, arrange: async (world, server) => ({ input: { conversationId: world.groupId, userId: await newMember(world, server) } }) },
  'member.update': { trips: 9, arrange: async (world, server) => ({ input: { conversationId: world.groupId, userId: await newMember(world, server), role: 'admin' } }) },
  'member.leave': { trips: 9, arrange: async (world, server) => ({ caller: await server.palaver.admin.actAs(await newMember(world, server)), input: { conversationId: world.groupId } }) },
  'conversation.transfer': { trips: 9, arrange: async (world, server) => {
    // Of a group that grew as well, so that the world's own keeps its owner.
    const { palaver } = server
    const members = [world.directWith, ...world.members.filter((id) => id !== world.directWith)]
    const conversationId = await seedConversation(palaver.database, { userIds: members })
    return { caller: await palaver.admin.actAs(world.directWith), input: { conversationId, userId: world.me.userId } }
  } },
  'member.list': { trips: 2, arrange: ({ groupId }) => ({ input: { conversationId: groupId, limit: 100 } }) },
  'message.send': { trips: 1, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, ...text(), replyToId: messageId } }) },
  'message.list': { trips: 1, arrange: ({ groupId, size }) => ({ input: { conversationId: groupId, around: Math.floor(size / 2), limit: 100 } }) },
  'message.get': { trips: 1, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, messageId } }) },
  'message.edit': { trips: 10, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, messageId: await ownMessage(world, palaver), clientId: randomUUID(), content: { kind: 'text', text: 'better' } } }) },
  'message.edits': { trips: 1, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, messageId } }) },
  'message.delete': { trips: 10, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, messageId: await ownMessage(world, palaver) } }) },
  'message.restore': { trips: 9, arrange: async (world, { palaver }) => ({ input: await deletedMessage(world, palaver) }) },
  'message.deleted': { trips: 1, arrange: ({ me, groupId }) => ({ caller: { ...me, role: 'moderator' }, input: { conversationId: groupId } }) },
  'message.deletedEdits': { trips: 1, arrange: async (world, { palaver }) => ({ caller: { ...world.me, role: 'moderator' }, input: await deletedMessage(world, palaver) }) },
  'saved.add': { trips: 9, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, messageId: await ownMessage(world, palaver) } }) },
  'saved.remove': { trips: 8, arrange: async ({ me, groupId: conversationId, messageId }, { palaver }) => {
    await palaver.commands.run('saved.add', { conversationId, messageId }, me, 'socket')
    return { input: { messageId } }
  } },
  'saved.messages': { trips: 1, arrange: ({ messageId }) => ({ input: { messageIds: [messageId] } }) },
  'reminder.set': { trips: 10, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, messageId: await ownMessage(world, palaver), at: 4_000_000_000_000 } }) },
  'reminder.cancel': { trips: 9, arrange: async ({ me, groupId: conversationId, messageId }, { palaver }) => {
    await palaver.commands.run('reminder.set', { conversationId, messageId, at: 4_000_000_000_000 }, me, 'socket')
    return { input: { messageId } }
  } },
  'thread.history': { trips: 1, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, threadId: messageId } }) },
  'thread.follow': { trips: 9, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, threadId: await ownMessage(world, palaver) } }) },
  'thread.unfollow': { trips: 8, arrange: async ({ me, groupId: conversationId, messageId: threadId }, { palaver }) => {
    await palaver.commands.run('thread.follow', { conversationId, threadId }, me, 'socket')
    return { input: { threadId } }
  } },
  'thread.read': { trips: 9, arrange: async (world, server) => {
    const input = { conversationId: world.groupId, threadId: await ownMessage(world, server.palaver) }
    const replier = await server.palaver.admin.actAs(await newMember(world, server))
    await server.palaver.commands.run('message.send', { ...input, ...text() }, replier, 'socket')
    return { input: { ...input, position: Number.MAX_SAFE_INTEGER } }
  } },
  'thread.list': { trips: 1, arrange: () => ({ input: {} }) },
  'message.schedule': { trips: 13, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, ...text(), replyToId: messageId, at: inAnHour() } }) },
  'scheduled.list': { trips: 1, arrange: () => ({ input: {} }) },
  'scheduled.update': { trips: 9, arrange: async (world, { palaver }) => ({ input: { scheduledId: await scheduledMessage(world, palaver), at: inAnHour() } }) },
  'scheduled.cancel': { trips: 9, arrange: async (world, { palaver }) => ({ input: { scheduledId: await scheduledMessage(world, palaver) } }) },
  'scheduled.sendNow': { trips: 9, arrange: async (world, { palaver }) => ({ input: { scheduledId: await scheduledMessage(world, palaver) } }) },
  'draft.set': { trips: 9, arrange: ({ groupId }) => ({ input: { conversationId: groupId, text: newName(), editedAt: Date.now() } }) },
  'message.search': { trips: 5, arrange: () => ({ input: { query: 'nobody says xylophone' } }) },
  'message.forward': { trips: 2, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, clientId: randomUUID(), from: { conversationId: groupId, messageId } } }) },
  'message.acknowledge': { trips: 9, arrange: async (world, server) => ({ input: { conversationId: world.groupId, messageId: await urgentMessage(world, server) } }) },
  'message.acknowledgements': { trips: 1, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, messageId } }) },
  'reaction.add': { trips: 9, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, messageId, emoji: nextEmoji() } }) },
  'reaction.remove': { trips: 9, arrange: async ({ me, groupId, messageId }, { palaver }) => {
    const input = { conversationId: groupId, messageId, emoji: nextEmoji() }
    await palaver.commands.run('reaction.add', input, me, 'socket')
    return { input }
  } },
  'reaction.list': { trips: 2, arrange: async ({ me, groupId, messageId }, { palaver }) => {
    await palaver.commands.run('reaction.add', { conversationId: groupId, messageId, emoji: '👍' }, me, 'socket')
    return { input: { conversationId: groupId, messageId } }
  } },
  'message.pin': { trips: 9, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, messageId: await ownMessage(world, palaver) } }) },
  'message.unpin': { trips: 9, arrange: async (world, { palaver }) => {
    const input = { conversationId: world.groupId, messageId: await ownMessage(world, palaver) }
    await palaver.commands.run('message.pin', input, world.me, 'socket')
    return { input }
  } },
  'poll.vote': { trips: 15, arrange: async (world, { palaver }) => ({ input: { ...(await ownPoll(world, palaver)), optionIds: ['a'] } }) },
  'poll.close': { trips: 7, arrange: async (world, { palaver }) => ({ input: await ownPoll(world, palaver) }) },
  'poll.voters': { trips: 2, arrange: async (world, { palaver }) => {
    const named = await ownPoll(world, palaver)
    await palaver.commands.run('poll.vote', { ...named, optionIds: ['a'] }, world.me, 'socket')
    return { input: { ...named, optionId: 'a' } }
  } },
  'pin.list': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId } }) },
  'mark.update': { trips: 2, arrange: async ({ groupId, directWith }, { palaver }) => ({ caller: await palaver.admin.actAs(directWith), input: { marks: [{ conversationId: groupId, read: Number.MAX_SAFE_INTEGER }] } }) },
  'mark.list': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId } }) },
  'stream.start': { trips: 6, arrange: async (world, server) => ({ caller: await server.palaver.admin.actAs(await newMember(world, server)), input: { conversationId: world.groupId, clientId: randomUUID() } }) },
  'stream.append': { trips: 1, arrange: async (world, server) => {
    const { caller, named } = await openStream(world, server)
    return { caller, input: { ...named, offset: 5, text: ' you' } }
  } },
  'stream.read': { trips: 1, arrange: async (world, server) => ({ input: (await openStream(world, server)).named }) },
  'stream.finish': { trips: 10, arrange: async (world, server) => {
    const { caller, named } = await openStream(world, server)
    return { caller, input: { ...named, length: 5 } }
  } },
  'stream.cancel': { trips: 10, arrange: async (world, server) => {
    const { caller, named } = await openStream(world, server)
    return { caller, input: named }
  } },
  'ephemeral.send': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId, type: 'com.example.cursor', data: {} } }) },
  'message.readers': { trips: 2, arrange: async ({ groupId, directWith, messageId }, { palaver }) => {
    await palaver.database.query('UPDATE members SET joined_at = now() - interval \'1 day\', read_position = 1, delivered_position = 1 WHERE conversation_id = $1 AND user_id = $2', [groupId, directWith])
    return { input: { conversationId: groupId, messageId } }
  } },
  'message.flag': { trips: 1, arrange: async (world, server) => ({ input: { conversationId: world.groupId, messageId: await urgentMessage(world, server), reason: 'spam' } }) },
  'flag.list': { trips: 1, arrange: () => ({ caller: host, input: {} }) },
  'flag.resolve': { trips: 1, arrange: async (world, server) => {
    const messageId = await urgentMessage(world, server)
    await server.palaver.commands.run('message.flag', { conversationId: world.groupId, messageId, reason: 'spam' }, world.me, 'socket')
    const [flag] = await server.palaver.database.query<{ id: string }>('SELECT f.id FROM flags f JOIN messages m USING (conversation_id, position) WHERE m.id = $1', [messageId])
    return { caller: host, input: { flagId: flag?.id, outcome: 'dismissed' } }
  } },
  'message.hide': { trips: 9, arrange: async (world, { palaver }) => ({ input: { conversationId: world.groupId, messageIds: [await ownMessage(world, palaver), await ownMessage(world, palaver)] } }) },
  'message.unhide': { trips: 8, arrange: async ({ me, groupId: conversationId, messageId }, { palaver }) => {
    await palaver.commands.run('message.hide', { conversationId, messageIds: [messageId] }, me, 'socket')
    return { input: { messageIds: [messageId] } }
  } },
  'activity.list': { trips: 1, arrange: () => ({ input: { limit: 50 } }) },
  'activity.read': { trips: 8, arrange: async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return { input: { readTo: Date.now() } }
  } },
  'typing.set': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId, typing: true } }) },
}

const server = shareTestServer({ dialect: 'postgres', unknownContent: 'allow' })
const worlds = new Map<number, Promise<GrownWorld>>()

const worldOf = (size: number): Promise<GrownWorld> => {
  const world = worlds.get(size) ?? growWorld(server().palaver, size)
  worlds.set(size, world)
  return world
}

/** What is being sent by its timer meanwhile goes through the same lanes, and a lane counts for whoever began its round. */
const untilSent = () => vi.waitUntil(async () => (await server().palaver.database.query(`SELECT FROM timers WHERE kind = 'scheduled' AND due_at <= now()`)).length === 0, { timeout: 20_000, interval: 50 })

/** Round trips of a second run: a first one fills what is kept for all, such as the standing of a session. */
async function tripsOf({ arrange }: Cost, name: string, size: number): Promise<number> {
  const { commands: registry } = server().palaver
  const world = await worldOf(size)
  const run = async ({ caller = world.me, input }: Run): Promise<void> => void (await registry.run(name, input, caller, caller.kind === 'user' ? 'socket' : 'rest'))
  await run(await arrange(world, server()))
  const next = await arrange(world, server())
  await untilSent()
  return statementsOf(() => run(next))
}

describe('round trips to the database', () => {
  it.each(Object.entries(costs))('%s costs the same with 10 and with 1,000 messages, members, conversations and sessions', { timeout: 120_000 }, async (name, cost) => {
    const trips: Record<number, number> = {}
    for (const size of sizes) trips[size] = await tripsOf(cost, name, size)
    expect(trips).toEqual(Object.fromEntries(sizes.map((size) => [size, cost.trips])))
  })

  it('are seen when they grow, and only those of what is counted', async () => {
    const { database } = server().palaver
    const readOneByOne = async (size: number): Promise<void> => {
      for (let row = 0; row < size; row++) await database.query('SELECT 1')
    }
    const [few, many] = [await statementsOf(() => readOneByOne(2)), await statementsOf(() => readOneByOne(20))]
    expect([few, many]).toEqual([2, 20])
    const others = readOneByOne(5)
    expect(await statementsOf(() => database.transaction((tx) => tx.query('SELECT 1')))).toBe(3)
    await others
  })

  it('every command of the contract is counted', () => {
    expect(Object.keys(costs).sort()).toEqual(commands.map(({ name }) => name).sort())
  })
})
