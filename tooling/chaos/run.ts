import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChatClient, conversations, createChatClient } from '@palaver/client'
import { type Actor, createActor, readConversation, until } from './actor.ts'
import { type Evidence, type SeenConversation, type Violation, check } from './checker.ts'
import { faults } from './proxy.ts'
import { type Random, createRandom } from './random.ts'
import { type ServerProcess, createServerProcess, freePort, highLimits } from '../processes/server-process.ts'

/** What a run is made of. */
export interface ChaosOptions {
  readonly seed: number
  readonly seconds: number
  readonly people: number
  readonly conversations: number
  /** Seconds between two kills of the server. */
  readonly killEvery: number
  readonly log?: (line: string) => void
}

/** What came out: `violations` is empty when every invariant held. */
export interface ChaosReport {
  readonly seed: number
  readonly acknowledged: number
  readonly faults: Readonly<Record<string, number>>
  readonly violations: readonly Violation[]
}

const appKey = 'chaos-key-of-at-least-32-characters'
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

interface Minted {
  readonly userId: string
  readonly accessToken: string
}

const mint = async (server: ServerProcess, externalId: string): Promise<Minted> => {
  const answer = await fetch(`${server.url}/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ externalId, name: `Person ${externalId}`, expiresInSeconds: 86_400 }),
  })
  if (!answer.ok) throw new Error(`unable to mint a token; ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Minted
}

/** Who is in which conversation and who was put out, as far as the run has been told. */
interface Rooms {
  readonly ids: string[]
  readonly members: Map<string, Set<string>>
  readonly removed: Map<string, Set<string>>
}

interface Run {
  readonly random: Random
  readonly server: ServerProcess
  readonly actors: readonly Actor[]
  readonly owner: ChatClient
  readonly rooms: Rooms
  readonly counts: Record<string, number>
}

const count = (run: Run, what: string): void => {
  run.counts[what] = (run.counts[what] ?? 0) + 1
}

const sendSomething = (run: Run): void => {
  const actor = run.random.pick(run.actors)
  const id = run.random.pick(run.rooms.ids)
  if (!run.rooms.members.get(id)?.has(actor.userId)) return
  // No two messages say the same, so the text tells which one it is on every side.
  const text = `${actor.name} says ${run.random.below(1e15)}`
  for (const other of run.actors) if (run.rooms.removed.get(id)?.has(other.userId)) other.forbid(id, text)
  actor.send(id, text)
}

/** Removes somebody, or lets somebody removed in again. Only what the server has confirmed counts. */
const moveSomebody = async (run: Run): Promise<void> => {
  const id = run.random.pick(run.rooms.ids)
  const members = run.rooms.members.get(id) ?? new Set()
  const removed = run.rooms.removed.get(id) ?? new Set()
  const back = [...removed][0]
  if (back !== undefined && run.random.chance(0.5)) {
    // From here on later messages may be shown: they are visible again once the server has taken the person in.
    removed.delete(back)
    run.actors.find((actor) => actor.userId === back)?.pardon(id)
    await run.owner.run('member.add', { conversationId: id, userIds: [back] }).then(
      () => {
        members.add(back)
        count(run, 'joins')
      },
      () => undefined,
    )
    return
  }
  const victim = run.random.pick(run.actors).userId
  if (!members.has(victim) || members.size <= 2) return
  members.delete(victim)
  await run.owner.run('member.remove', { conversationId: id, userId: victim }).then(
    () => {
      removed.add(victim)
      count(run, 'removals')
    },
    () => members.add(victim),
  )
}

const hurtSomebody = (run: Run): void => {
  const fault = run.random.pick(faults)
  count(run, fault)
  const actor = run.random.pick(run.actors)
  actor.proxy.inject(fault)
  if (fault === 'stall' || fault === 'delay') setTimeout(() => actor.proxy.heal(), 300 + run.random.below(1500))
}

const act = async (run: Run): Promise<void> => {
  const dice = run.random.next()
  if (dice < 0.75) sendSomething(run)
  else if (dice < 0.85) run.random.pick(run.actors).show(run.random.pick(run.rooms.ids))
  else if (dice < 0.91) hurtSomebody(run)
  else if (dice < 0.94) {
    count(run, 'reloads')
    await run.random.pick(run.actors).reload()
  } else void moveSomebody(run)
}

const storm = async (run: Run, options: ChaosOptions): Promise<void> => {
  const end = Date.now() + options.seconds * 1000
  let nextKill = Date.now() + options.killEvery * 1000
  while (Date.now() < end) {
    await act(run)
    await sleep(run.random.below(30))
    if (Date.now() < nextKill) continue
    nextKill = Date.now() + options.killEvery * 1000
    count(run, 'server killed')
    await run.server.kill()
    for (let i = 0; i < 10; i++) sendSomething(run)
    await run.server.start()
  }
}

const calm = async (run: Run): Promise<void> => {
  for (const actor of run.actors) actor.proxy.heal()
  const clients = [...run.actors.map(({ name, client }) => ({ name, client })), { name: 'the owner', client: run.owner }]
  for (const { name, client } of clients)
    await until(
      `${name} is synced`,
      () => {
        const { synced, pending } = client.status.getSnapshot()
        return synced && pending === 0
      },
      90_000,
    )
}

/** Every message of one conversation, from the server, by somebody who sees all of it. */
const readServer = async (run: Run, url: string, owner: Minted): Promise<readonly SeenConversation[]> => {
  const reader = createChatClient({ url, userId: owner.userId, token: async () => owner.accessToken, storage: 'memory' })
  reader.connect()
  const list = await Promise.all(run.rooms.ids.map((id) => readConversation(reader, id, 'the server')))
  await reader.close()
  return list.filter((each) => each !== undefined)
}

const readFresh = async (run: Run, tokens: ReadonlyMap<string, Minted>): Promise<Map<string, readonly SeenConversation[]>> => {
  const fresh = new Map<string, readonly SeenConversation[]>()
  for (const actor of run.actors) {
    const token = tokens.get(actor.userId)?.accessToken ?? null
    const client = createChatClient({ url: run.server.url, userId: actor.userId, token: async () => token, storage: 'memory' })
    client.connect()
    const list = await Promise.all(run.rooms.ids.map((id) => readConversation(client, id, `fresh ${actor.name}`)))
    fresh.set(
      actor.userId,
      list.filter((each) => each !== undefined),
    )
    await client.close()
  }
  return fresh
}

type Sides = Pick<Evidence, 'clients' | 'server' | 'fresh'>

const gather = async (run: Run, owner: Minted, tokens: ReadonlyMap<string, Minted>): Promise<Sides> => {
  const clients = new Map<string, readonly SeenConversation[]>()
  for (const actor of run.actors) clients.set(actor.name, await actor.seen(run.rooms.ids))
  return { clients, server: await readServer(run, run.server.url, owner), fresh: await readFresh(run, tokens) }
}

/** The sides once nothing moves any more: marks travel at most once in two seconds, and a fresh client that reads moves marks itself. */
const gatherQuiet = async (run: Run, owner: Minted, tokens: ReadonlyMap<string, Minted>): Promise<Sides> => {
  let before = ''
  for (let round = 1; ; round++) {
    await sleep(3000)
    const sides = await gather(run, owner, tokens)
    const now = JSON.stringify([[...sides.clients], sides.server, [...sides.fresh]])
    if (now === before || round === 8) return sides
    before = now
  }
}

/** Runs clients against a real server through bad connections and kills, then checks INV-1 to INV-7. */
export const runChaos = async (options: ChaosOptions): Promise<ChaosReport> => {
  const log = options.log ?? (() => undefined)
  const random = createRandom(options.seed)
  const folder = await mkdtemp(join(tmpdir(), 'palaver-chaos-'))
  const server = createServerProcess(await freePort(), {
    PALAVER_DATA_DIR: folder,
    PALAVER_APP_KEYS: appKey,
    PALAVER_LIMITS: highLimits,
    LOG_LEVEL: 'warn',
  })
  const actors: Actor[] = []
  let owner: ChatClient | undefined
  try {
    await server.start()
    const boss = await mint(server, 'owner')
    owner = createChatClient({ url: server.url, userId: boss.userId, token: async () => boss.accessToken, storage: 'memory' })
    owner.connect()
    const tokens = new Map<string, Minted>()
    for (let i = 0; i < options.people; i++) {
      const minted = await mint(server, `p${i}`)
      tokens.set(minted.userId, minted)
    }
    const rooms: Rooms = { ids: [], members: new Map(), removed: new Map() }
    for (let i = 0; i < options.conversations; i++) {
      const memberIds = [...tokens.keys()].filter((_, k) => i === 0 || random.chance(0.7) || k === i)
      const conversation = await conversations(owner).create({ name: `Room ${i}`, memberIds })
      rooms.ids.push(conversation.id)
      rooms.members.set(conversation.id, new Set(memberIds))
      rooms.removed.set(conversation.id, new Set())
    }
    let number = 0
    for (const [userId, { accessToken }] of tokens)
      actors.push(await createActor({ name: `p${number++}`, userId, serverPort: server.port, token: async () => accessToken, conversationIds: () => rooms.ids }))
    const run: Run = { random, server, actors, owner, rooms, counts: {} }
    log(`seed ${options.seed}: ${options.people} people, ${options.conversations} conversations, ${options.seconds} s`)
    await storm(run, options)
    await calm(run)
    const sides = await gatherQuiet(run, boss, tokens)
    const acknowledged = new Map(actors.flatMap((actor) => [...actor.acknowledged]))
    const violations = check({
      acknowledged,
      pending: [],
      ...sides,
      userOf: new Map(actors.map((actor) => [actor.name, actor.userId])),
      noticed: actors.flatMap((actor) => actor.noticed),
    })
    return { seed: options.seed, acknowledged: acknowledged.size, faults: run.counts, violations }
  } catch (error) {
    log(server.output())
    throw error
  } finally {
    for (const actor of actors) await actor.close()
    await owner?.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
