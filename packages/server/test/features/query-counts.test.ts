import { commands } from '@palaver/protocol/definitions'
import { describe, expect, it, vi } from 'vitest'
import { statementsOf } from '../support/counted-statements.ts'
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
  it.each(costs)('%s costs the same with 10 and with 1,000 messages, members, conversations and sessions', { timeout: 120_000 }, async (name, cost) => {
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

  it('every command of the contract is counted, once', () => {
    expect(costs.map(([name]) => name).sort()).toEqual(commands.map(({ name }) => name).sort())
  })
})
