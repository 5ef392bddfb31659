import { type ChatClient, createChatClient } from '@palaver/client'
import { readClient } from './client-view.ts'
import type { Community } from './community.ts'
import type { Actor } from './actor.ts'
import type { ClientView, Evidence } from './evidence.ts'
import type { Stack } from './stack.ts'
import { readTruth } from './truth.ts'
import { pause, until } from './waiting.ts'

/** The clients and the database, looked at when nothing moves any more. */
export type Look = Omit<Evidence, 'sent' | 'edits' | 'wishes' | 'streams' | 'noticed'>

const nobody = { live: [], resumed: [], fresh: [] } as const

const calmWithinMs = 120_000
/** Marks travel at most once in two seconds, and are told once a second. */
const settleMs = 3000

const isCalm = (client: ChatClient): boolean => {
  const { synced, pending } = client.status.getSnapshot()
  return synced && pending === 0
}

/** Heals what a storm has left, and waits until every client is connected, equal and has nothing to send; returns the clients that do not get there. */
export const calm = async (stack: Stack, actors: readonly Actor[], log: (line: string) => void = () => {}): Promise<readonly Actor[]> => {
  for (const node of [...stack.nodes, stack.worker]) node.heal()
  for (const actor of actors) actor.proxy.heal()
  const restless = (): readonly Actor[] => actors.filter(({ client }) => !isCalm(client))
  const telling = setInterval(() => log(`restless: ${restless().map((actor) => `${actor.name} ${actor.state()}`).join('\n           ')}`), 20_000)
  await until('every client is calm', () => restless().length === 0, calmWithinMs).catch(() => undefined)
  clearInterval(telling)
  return restless()
}

/** The database once it stands still. */
const stillTruth = async (stack: Stack): Promise<Evidence['truth']> => {
  let before = await readTruth(stack.databaseUrl)
  for (let round = 0; round < 20; round++) {
    await pause(settleMs)
    const now = await readTruth(stack.databaseUrl)
    if (JSON.stringify(now) === JSON.stringify(before)) return now
    before = now
  }
  return before
}

const inGroups = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = []
  for (let at = 0; at < items.length; at += 4) results.push(...(await Promise.all(items.slice(at, at + 4).map(work))))
  return results
}

const viewOf = async ({ name, userId, client }: Actor, community: Community): Promise<ClientView> => ({
  client: name,
  userId,
  conversations: await readClient(client, community.conversationsOf(userId), name),
})

/** What a client that begins with nothing sees, for each person. */
const readFresh = async (stack: Stack, community: Community): Promise<readonly ClientView[]> => {
  const people = [...new Set(community.actors.map(({ userId }) => userId))]
  return inGroups(people, async (userId) => {
    const node = stack.nodes[people.indexOf(userId) % stack.nodes.length]
    const token = community.tokens.get(userId) ?? null
    const client = createChatClient({ url: node?.process.url ?? '', userId, token: async () => token, storage: 'memory' })
    client.connect()
    const seen = await readClient(client, community.conversationsOf(userId), `a fresh client of ${userId}`)
    await client.close()
    return { client: `a fresh client of ${userId}`, userId, conversations: seen }
  })
}

/** What clients still hold, by its key, if one of them has something to send. */
const pendingOf = ({ actors, ledger }: Community): readonly string[] =>
  actors.every(({ client }) => client.status.getSnapshot().pending === 0)
    ? []
    : [...ledger.sent.values()].filter(({ ack, refused }) => !ack && refused === undefined).map(({ key }) => key)

/** How each client lived through it all; without a reload, which would hide what only they have wrong. */
export const lookAtLive = async (stack: Stack, community: Community): Promise<Look> => {
  const truth = await stillTruth(stack)
  const live = await inGroups(community.actors, (actor) => viewOf(actor, community))
  return { ...nobody, truth, live, pending: pendingOf(community) }
}

/** Each client after a reload, and beside it a fresh one. */
export const lookAtResumed = async (stack: Stack, community: Community): Promise<Look> => {
  for (const actor of community.actors) await actor.reload('close')
  await calm(stack, community.actors)
  const [resumed, fresh] = [await inGroups(community.actors, (actor) => viewOf(actor, community)), await readFresh(stack, community)]
  return { ...nobody, truth: await stillTruth(stack), resumed, fresh, pending: pendingOf(community) }
}
