import { expect, it, onTestFinished } from 'vitest'
import type { Database } from '../../../src/platform/database.ts'
import type { Bus } from '../../../src/platform/event.ts'
import { createRelay, type RelayParts } from '../../../src/platform/relay/relay.ts'
import { sendMessages } from '../../../src/features/messages/changes.ts'
import { createWriter } from '../../../src/platform/writer/writer.ts'
import { openBusNode } from '../../support/bus-node.ts'
import { RecordingBus, seedConversation, seedPeople, textChange } from '../../support/community.ts'
import { createTestDatabase } from '../../support/databases.ts'
import { startRedis } from '../../support/redis-server.ts'

const fail = (error: unknown): void => { throw error }

const open = async (): Promise<{ database: Database; conversationId: string; anna: string }> => {
  const database = await createTestDatabase('postgres')
  onTestFinished(() => database.close())
  const [anna] = (await seedPeople(database, 1)) as [string]
  return { database, anna, conversationId: await seedConversation(database, { userIds: [anna] }) }
}
const rowsOf = (database: Database): Promise<{ id: number }[]> => database.query<{ id: number }>('SELECT id FROM outbox')
const fill = (database: Database, conversationId: string, count: number, seconds = 60): Promise<unknown> =>
  database.query(
    `INSERT INTO outbox (entries, created_at) SELECT jsonb_build_array(jsonb_build_array('c', $1::text, n, n + 1)), now() - $3::int * interval '1 second'
     FROM generate_series(1, $2::int) n`,
    [conversationId, count, seconds],
  )
const relayOn = (database: Database, bus: Pick<Bus, 'publish' | 'fault'>, options: Partial<RelayParts> = {}) => {
  const relay = createRelay({ database, bus, onError: fail, olderThanMs: 0, ...options })
  // Before the database it looks into is closed, also where a test fails.
  onTestFinished(() => relay.stop())
  return relay
}

it('three relays on one database publish each row once', async () => {
  const { database, conversationId } = await open()
  await fill(database, conversationId, 1500)
  const bus = new RecordingBus()
  const relays = [1, 2, 3].map(() => relayOn(database, bus, { everyMs: 1 }))
  for (const relay of relays) relay.start()
  await expect.poll(() => rowsOf(database), { timeout: 20_000 }).toEqual([])
  for (const relay of relays) await relay.stop()
  expect(bus.events.map(({ after }) => after).sort((a, b) => a - b)).toEqual(Array.from({ length: 1500 }, (_, index) => index + 1))
})

it('a row whose relay died between claim and publication is published by another when the claim runs out', async () => {
  const { database, conversationId } = await open()
  await fill(database, conversationId, 1)
  const bus = new RecordingBus()
  const dead = relayOn(database, { fault: () => undefined, publish: () => { throw new Error('died') } }, { claimMs: 300 })
  await expect(dead.runOnce()).rejects.toThrow('died')
  const relay = relayOn(database, bus)
  expect(await relay.runOnce()).toBe(0)
  await expect.poll(() => relay.runOnce()).toBe(1)
  expect(bus.events).toHaveLength(1)
  expect(await rowsOf(database)).toEqual([])
})

it('what the bus did not take stays; while it hears nothing no row is claimed', async () => {
  const { database, conversationId } = await open()
  await fill(database, conversationId, 2)
  const bus = new RecordingBus()
  bus.takes = false
  const relay = relayOn(database, bus, { takenWithinMs: 50, claimMs: 1 })
  expect(await relay.runOnce()).toBe(0)
  expect(await rowsOf(database)).toHaveLength(2)
  expect(await relayOn(database, { publish: fail, fault: () => 'deaf' }).runOnce()).toBe(0)
  bus.takes = true
  expect(await relay.runOnce()).toBe(2)
  expect(await rowsOf(database)).toEqual([])
})

it('what every heartbeat has told long ago is deleted unpublished, however much it is', async () => {
  const { database, conversationId } = await open()
  await fill(database, conversationId, 5000, 601)
  await fill(database, conversationId, 1, 599)
  const bus = new RecordingBus()
  expect(await relayOn(database, bus).runOnce()).toBe(1)
  expect(bus.events).toHaveLength(1)
  expect(await rowsOf(database)).toEqual([])
})

it('rows stay in the outbox while Redis is away, and are published when it is back', async () => {
  const { database, conversationId, anna } = await open()
  const server = await startRedis()
  onTestFinished(() => server.stop())
  const [here, there] = [await openBusNode(server.url), await openBusNode(server.url)]
  for (const node of [here, there]) onTestFinished(() => node.close())
  const got: number[] = []
  there.bus.subscribe((message) => message.kind === 'events' && got.push(...message.events.map(({ revision }) => revision)))
  const writer = createWriter({ database, bus: here.bus, now: Date.now, onError: fail }, { lanes: 1, quietMs: 10 })
  const send = (text: string) => writer.submit(sendMessages, textChange(conversationId, anna, text))
  await send('before')
  await expect.poll(() => got).toEqual([2])
  await expect.poll(() => rowsOf(database)).toEqual([])
  await server.kill()
  // Until they have noticed, the relay may publish to a node that does not listen again yet.
  for (const node of [here, there]) await expect.poll(() => node.bus.fault(), { timeout: 5000 }).toBeDefined()
  await send('meanwhile')
  await send('meanwhile, too')
  expect(await rowsOf(database)).toHaveLength(2)
  // A node that does not hear yet is mended by heads when it does; here it is the rows that count.
  const heardByBoth = { publish: here.bus.publish.bind(here.bus), fault: () => here.bus.fault() ?? there.bus.fault() }
  const relay = relayOn(database, heardByBoth, { everyMs: 50, takenWithinMs: 200, claimMs: 100 })
  relay.start()
  await server.start()
  await expect.poll(() => got, { timeout: 15_000 }).toEqual([2, 3, 4])
  await expect.poll(() => rowsOf(database)).toEqual([])
  await writer.close()
}, 40_000)
