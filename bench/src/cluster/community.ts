import { type ChatClient, createChatClient } from '@palaver/client'
import { createAdminClient } from '@palaver/server/admin'
import { inParallel } from '../in-parallel.ts'

/** Somebody with a client of the SDK, as in an app. */
export interface Person {
  readonly userId: string
  readonly externalId: string
  readonly conversationIds: readonly string[]
  connect(): ChatClient
}

export interface CommunityShape {
  readonly people: number
  /** Members of a conversation. */
  readonly size: number
  /** Conversations of each person; `people` must be a multiple of `size`. */
  readonly each: number
}

/** Makes people and groups as a host's backend does. In round r the person n is in group (n + r * n / size) of that round. */
export async function makeCommunity(url: string, appKey: string, { people, size, each }: CommunityShape): Promise<readonly Person[]> {
  const admin = createAdminClient({ url, appKey, timeoutMs: 60_000 })
  const minted = await inParallel(people, (n) => admin.mintToken({ externalId: `person-${n}`, name: `Person ${n}`, expiresInSeconds: 86_400 }))
  const groups = people / size
  const conversationIds: string[][] = minted.map(() => [])
  await inParallel(groups * each, async (at) => {
    const round = Math.floor(at / groups)
    const group = at % groups
    const members = minted.flatMap((_, n) => ((n + round * Math.floor(n / groups)) % groups === group ? [n] : []))
    const [owner = 0, ...others] = members
    const view = await admin.as(`person-${owner}`).createConversation({ type: 'group', name: `Group ${at}`, memberIds: others.map((n) => minted[n]?.userId ?? '') })
    for (const n of members) conversationIds[n]?.push(view.conversation.id)
  })
  return minted.map(({ userId, accessToken }, n) => ({
    userId,
    externalId: `person-${n}`,
    conversationIds: conversationIds[n] ?? [],
    connect: () => {
      const client = createChatClient({ url, token: async () => accessToken, userId, storage: 'memory' })
      for (const id of conversationIds[n] ?? []) client.conversation(id).open()
      client.connect()
      return client
    },
  }))
}
