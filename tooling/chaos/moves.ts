import { type ChatClient, members as membersOf, PalaverError, updateConversation } from '@palaver/client'
import { readRows } from '../../packages/server/test/support/read-rows.ts'
import type { Bars } from './bars.ts'
import { createRandom, type Random } from './random.ts'
import { pause } from './waiting.ts'

/** Counts of what the owner did. */
export interface MoveCounts {
  joins: number
  removals: number
  settings: number
}

/** What the moves need. */
export interface MoveOptions {
  readonly seed: number
  readonly owner: () => ChatClient
  /** By conversation: those who may be put out and taken in again. */
  readonly people: ReadonlyMap<string, readonly string[]>
  readonly bars: Bars
  readonly databaseUrl: string
  readonly meanWaitMs: number
  readonly signal: AbortSignal
}

/** The owner of all conversations: takes people in, puts them out, changes settings, as the seed says. */
export interface Moves {
  readonly counts: Readonly<MoveCounts>
  /** Runs until the signal aborts. */
  run(): Promise<void>
  /** A backup was restored: nobody knows who is in any more. */
  forget(): void
}

interface Place { readonly state: string; readonly revision: string }

const lanes = 4

/** Prepares the moves; nobody moves before `run()`. */
export const createMoves = ({ seed, owner, people, bars, databaseUrl, meanWaitMs, signal }: MoveOptions): Moves => {
  const out = new Set<string>()
  const counts: MoveCounts = { joins: 0, removals: 0, settings: 0 }
  let generation = 0

  /** Removed already, as the answer to the command says, or, when its answer was lost and it ran twice, the database. */
  const removalOf = async (conversationId: string, userId: string): Promise<number | undefined> => {
    try {
      const { member } = await owner().run('member.remove', { conversationId, userId })
      return member.revision
    } catch (error) {
      if (!(error instanceof PalaverError) || error.code !== 'not_found') return undefined
      const [rows = []] = await readRows(databaseUrl, [`SELECT state, revision FROM members WHERE conversation_id = '${conversationId}' AND user_id = '${userId}'`])
      const [place] = rows as unknown as readonly Place[]
      return place?.state === 'removed' ? Number(place.revision) : undefined
    }
  }
  const takeIn = async (key: string): Promise<void> => {
    const [conversationId = '', userId = ''] = key.split(' ')
    // From here on what was said meanwhile may be shown: it is the server that decides when.
    bars.lift(userId, conversationId)
    await membersOf(owner().conversation(conversationId)).add([userId])
    out.delete(key)
    counts.joins += 1
  }
  const putOut = async (key: string): Promise<void> => {
    const [conversationId = '', userId = ''] = key.split(' ')
    const now = generation
    // Whatever comes of it: taking in somebody who is in changes nothing.
    out.add(key)
    const revision = await removalOf(conversationId, userId)
    if (revision === undefined || now !== generation) return
    bars.bar(userId, conversationId, revision)
    counts.removals += 1
  }
  const step = async (random: Random, places: readonly string[]): Promise<void> => {
    const [wait, kind, who, dice] = [random.next(), random.next(), random.next(), random.next()]
    await pause(meanWaitMs * (0.2 + 1.6 * wait), signal)
    if (signal.aborted) return
    const [inside, outside] = [places.filter((place) => !out.has(place)), places.filter((place) => out.has(place))]
    const [going, coming] = [inside[Math.floor(who * inside.length)], outside[Math.floor(who * outside.length)]]
    if (kind < 0.15) {
      const [conversationId = ''] = going?.split(' ') ?? []
      await updateConversation(owner().conversation(conversationId), { topic: `Topic ${Math.floor(dice * 1e6)}` })
      counts.settings += 1
    } else if (kind < 0.55 && coming !== undefined) await takeIn(coming)
    else if (going !== undefined) await putOut(going)
  }
  /** One lane moves people of its own conversations, so that none waits for another's lost answer. */
  const lane = async (number: number): Promise<void> => {
    const random = createRandom(seed, `owner ${number}`)
    const places = [...people].filter((_, index) => index % lanes === number).flatMap(([conversationId, userIds]) => userIds.map((userId) => `${conversationId} ${userId}`))
    // What the network broke is not the owner's concern: the next step is another.
    while (!signal.aborted) await step(random, places).catch(() => undefined)
  }
  return {
    counts,
    run: async () => void (await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)))),
    forget: () => {
      generation += 1
      bars.clear()
      out.clear()
    },
  }
}
