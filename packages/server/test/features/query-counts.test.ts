import { commands } from '@palaver/protocol/definitions'
import { describe, expect, it, vi } from 'vitest'
import { type Asked, askedBy } from '../support/counted-statements.ts'
import { type GrownWorld, growWorld } from '../support/grown-world.ts'
import { ofFeatures } from '../support/of-features.ts'
import type { Cost, RoundTrips, Run } from '../support/round-trips.ts'
import { shareTestServer } from '../support/test-server.ts'

const sizes = [10, 1000]
const costs = (await ofFeatures<{ readonly roundTrips: RoundTrips }>('round-trips.ts')).flatMap(({ roundTrips }) => Object.entries(roundTrips))

const server = shareTestServer({ dialect: 'postgres', unknownContent: 'allow' })
const worlds = new Map<number, Promise<GrownWorld>>()

const worldOf = (size: number): Promise<GrownWorld> => {
  const world = worlds.get(size) ?? growWorld(server().palaver, size)
  worlds.set(size, world)
  return world
}

/** What is being sent by its timer meanwhile goes through the same lanes, and a lane counts for whoever began its round. */
const untilSent = () => vi.waitUntil(async () => (await server().palaver.database.query(`SELECT FROM timers WHERE kind = 'scheduled' AND due_at <= now()`)).length === 0, { timeout: 20_000, interval: 50 })

/** What a second run asks: a first one fills what is kept for all, such as the standing of a session. */
async function costOf({ arrange }: Cost, name: string, size: number): Promise<Asked> {
  const { commands: registry } = server().palaver
  const world = await worldOf(size)
  const run = async ({ caller = world.me, input }: Run): Promise<void> => void (await registry.run(name, input, caller, caller.kind === 'user' ? 'socket' : 'rest'))
  await run(await arrange(world, server()))
  const next = await arrange(world, server())
  await untilSent()
  return askedBy(() => run(next))
}

describe('round trips to the database', () => {
  it.each(costs)('%s costs the same with 10 and with 1,000 messages, members, conversations and sessions', { timeout: 120_000 }, async (name, cost) => {
    const { trips, statements = trips } = cost
    const asked: Record<number, Asked> = {}
    for (const size of sizes) asked[size] = await costOf(cost, name, size)
    expect(asked).toEqual(Object.fromEntries(sizes.map((size) => [size, { trips, statements }])))
  })

  it('are seen when they grow, and only those of what is counted', async () => {
    const { database } = server().palaver
    const readOneByOne = async (size: number): Promise<void> => {
      for (let row = 0; row < size; row++) await database.query('SELECT 1')
    }
    expect([await askedBy(() => readOneByOne(2)), await askedBy(() => readOneByOne(20))]).toEqual([{ trips: 2, statements: 2 }, { trips: 20, statements: 20 }])
    const others = readOneByOne(5)
    expect(await askedBy(() => database.transaction((tx) => tx.query('SELECT 1')))).toEqual({ trips: 2, statements: 3 })
    await others
  })

  it('are one for what is asked at once', async () => {
    const atOnce = (size: number) => askedBy(() => server().palaver.database.transaction((tx) => Promise.all(Array.from({ length: size }, () => tx.query('SELECT 1')))))
    expect([await atOnce(1), await atOnce(9)]).toEqual([{ trips: 2, statements: 3 }, { trips: 2, statements: 11 }])
  })

  it('every command of the contract is counted, once', () => {
    expect(costs.map(([name]) => name).sort()).toEqual(commands.map(({ name }) => name).sort())
  })
})
