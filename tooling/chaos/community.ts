import { type ChatClient, conversations, createChatClient } from '@palaver/client'
import { createAdminClient } from '@palaver/server/admin'
import { type Actor, createActor } from './actor.ts'
import { type Bars, createBars } from './bars.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { createRandom } from './random.ts'
import type { Stack } from './stack.ts'

/** The clients of a run, and the conversations that they are in. */
export interface Community {
  readonly actors: readonly Actor[]
  /** In all conversations; moves the others in and out. */
  readonly owner: Actor
  readonly conversationIds: readonly string[]
  /** By conversation: who began in it, without the owner. */
  readonly people: ReadonlyMap<string, readonly string[]>
  readonly tokens: ReadonlyMap<string, string>
  readonly ledger: Ledger
  readonly bars: Bars
  conversationsOf(userId: string): readonly string[]
  close(): Promise<void>
}

/** How large a community is. */
export interface CommunityOptions {
  readonly seed: number
  readonly clients: number
  readonly conversations: number
}

/** Every fifth client is the second device of the person before. */
const personOf = (client: number): number => client - Math.floor(client / 5) - (client % 5 === 4 ? 1 : 0)

/** Makes people, conversations and clients; nobody says anything yet. */
export const createCommunity = async (stack: Stack, options: CommunityOptions): Promise<Community> => {
  const { seed } = options
  const [first] = stack.nodes
  if (!first) throw new Error('unable to make a community; there is no node')
  const admin = createAdminClient({ url: first.process.url, appKey: stack.appKey })
  const mint = async (externalId: string) => admin.mintToken({ externalId, name: `Person ${externalId}`, expiresInSeconds: 604_800 })
  const count = personOf(options.clients - 1) + 1
  const minted = await Promise.all(Array.from({ length: count }, (_, number) => mint(`p${number}`)))
  const boss = await mint('owner')
  const clientOf = ({ userId, accessToken }: { readonly userId: string; readonly accessToken: string }, url: string): ChatClient => {
    const client = createChatClient({ url, userId, token: async () => accessToken, storage: 'memory' })
    client.connect()
    return client
  }

  const random = createRandom(seed, 'community')
  const founder = clientOf(boss, first.process.url)
  const people = new Map<string, readonly string[]>()
  for (let number = 0; number < options.conversations; number++) {
    // Everybody is in the first; the others are of all sizes.
    const share = number === 0 ? 1 : 0.15 + 0.5 * random.next()
    const draws = minted.map(() => random.next())
    const memberIds = minted.filter((_, index) => (draws[index] ?? 1) < share || index === number % count).map(({ userId }) => userId)
    const conversation = await conversations(founder).create({ name: `Conversation ${number}`, memberIds })
    people.set(conversation.id, memberIds)
  }
  await founder.close()

  /** No sticky sessions: each connection goes to a node by chance, and to another if that one does not answer. */
  const balance = (name: string) => {
    const dice = createRandom(seed, `balancer ${name}`)
    return (): readonly number[] => {
      const start = dice.below(stack.nodes.length)
      return stack.nodes.map((_, index) => stack.nodes[(start + index) % stack.nodes.length]?.process.port ?? 0)
    }
  }
  const ledger = createLedger()
  const bars = createBars()
  const conversationsOf = (userId: string): readonly string[] => [...people].filter(([, ids]) => ids.includes(userId)).map(([id]) => id)
  const conversationIds = [...people.keys()]
  /** Of two devices one has the even conversations, the other the odd ones. */
  const leadsOf = (number: number) => (conversationId: string): boolean => {
    const hasTwo = number % 5 === 4 || (number % 5 === 3 && number + 1 < options.clients)
    return !hasTwo || (conversationIds.indexOf(conversationId) + number) % 2 === 0
  }
  const actorOf = ({ userId, accessToken }: { readonly userId: string; readonly accessToken: string }, number: number, name: string): Promise<Actor> =>
    createActor({ name, userId, emoji: String.fromCodePoint(0x1f600 + (number % 80)), token: accessToken, conversationIds: conversationsOf(userId), leads: leadsOf(number), nodes: balance(name), withRest: number % 2 === 0, ledger, bars })
  const actors = await Promise.all(
    Array.from({ length: options.clients }, (_, number) => {
      const person = minted[personOf(number)]
      if (!person) throw new Error(`unable to make client ${number}; nobody has it`)
      return actorOf(person, number, `client ${number}`)
    }),
  )
  const gate = await createActor({ name: 'the owner', userId: boss.userId, emoji: '👑', token: boss.accessToken, conversationIds, leads: () => true, nodes: balance('owner'), withRest: false, ledger, bars })
  return {
    actors,
    owner: gate,
    conversationIds,
    people,
    tokens: new Map([...minted, boss].map(({ userId, accessToken }) => [userId, accessToken])),
    ledger,
    bars,
    conversationsOf,
    close: async () => {
      await Promise.all([...actors, gate].map((actor) => actor.close()))
    },
  }
}
