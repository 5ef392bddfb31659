import { randomUUID } from 'node:crypto'
import type { CommandName } from '@palaver/protocol'
import type { Caller } from '../../src/platform/caller.ts'
import { seedPeople } from './community.ts'
import type { GrownWorld } from './grown-world.ts'
import type { TestServer } from './test-server.ts'

/** What a command costs, and one run of it in a world. */
export interface Cost {
  /** Round trips to the database: the same in every world. What is asked at once takes one. */
  readonly trips: number
  /** Its statements, BEGIN and COMMIT counted: as many as round trips unless given. */
  readonly statements?: number
  readonly arrange: (world: GrownWorld, server: TestServer) => Promise<Run> | Run
}

/** What is run once. */
export interface Run {
  /** The world's person unless given. */
  readonly caller?: Caller
  readonly input: object
}

/** What the commands of one feature cost: `roundTrips` of its `round-trips.ts`. */
export type RoundTrips = Readonly<Partial<Record<CommandName, Cost>>>

export const anonymous: Caller = { kind: 'anonymous', address: '127.0.0.1', requestId: 'test' }
export const host: Caller = { kind: 'app', address: '127.0.0.1', requestId: 'test' }

let count = 0
/** A name that nobody has. */
export const newName = (): string => `counted${++count}`

/** What a message is sent with. */
export const text = () => ({ clientId: randomUUID(), content: { kind: 'text', text: 'hello' } })

/** Somebody new among the members, so that a world keeps its size. */
export async function newMember({ me, groupId }: GrownWorld, { palaver }: TestServer): Promise<string> {
  const [userId = ''] = await seedPeople(palaver.database, 1)
  await palaver.commands.run('member.add', { conversationId: groupId, userIds: [userId] }, me, 'socket')
  return userId
}

/** A message of the world's person. */
export async function ownMessage({ me, groupId }: GrownWorld, { commands }: TestServer['palaver']): Promise<string> {
  const { json } = await commands.run('message.send', { conversationId: groupId, ...text() }, me, 'socket')
  return (JSON.parse(json) as { id: string }).id
}

/** A message to the world's person that asks to be acknowledged. */
export async function urgentMessage(world: GrownWorld, server: TestServer): Promise<string> {
  const sender = await server.palaver.admin.actAs(await newMember(world, server))
  const { json } = await server.palaver.commands.run('message.send', { conversationId: world.groupId, ...text(), urgent: true }, sender, 'socket')
  return (JSON.parse(json) as { id: string }).id
}
