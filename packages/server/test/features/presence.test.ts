import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createInProcessBus } from '../../src/adapters/in-process/bus.ts'
import { createLocalPresenceRegistry } from '../../src/adapters/in-process/presence.ts'
import { PresenceRepository, type StoredPresence, toPresence } from '../../src/features/presence/repository.ts'
import { PresenceService } from '../../src/features/presence/service.ts'
import type { UserCaller } from '../../src/platform/caller.ts'
import type { Database } from '../../src/platform/database.ts'
import type { Bus, BusMessage } from '../../src/platform/event.ts'
import { type FanOut, createFanOut } from '../../src/platform/fan-out/fan-out.ts'
import { seedConversation, seedPeople } from '../support/community.ts'
import { createTestDatabase, dialects } from '../support/databases.ts'
import { FakeConnection } from '../support/fake-connection.ts'
import { changeMember } from '../support/history.ts'
import { emptyLog, silent } from '../support/socket-app.ts'

describe('the local registry', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('a user stays online over a reload and goes 10 s after the last socket', async () => {
    const registry = createLocalPresenceRegistry()
    const changes: [string, boolean][] = []
    registry.onChange((userId, online) => changes.push([userId, online]))
    registry.opened('u', '1')
    registry.opened('u', '2')
    registry.closed('u', '1')
    registry.closed('u', '2')
    await vi.advanceTimersByTimeAsync(9_999)
    expect(await registry.online(['u', 'v'])).toEqual(new Set(['u']))
    registry.opened('u', '3')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(changes).toEqual([['u', true]])
    registry.closed('u', '3')
    registry.closed('u', '3')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(changes).toEqual([['u', true], ['u', false]])
    expect(await registry.online(['u'])).toEqual(new Set())
  })
})

describe('what others see', () => {
  const stored: StoredPresence = { id: 'u', presence_status: 'auto', status_text: null, status_text_expires_at: null, last_seen_at: new Date(5) }
  test.each([
    ['auto', true, { status: 'online' }],
    ['away', true, { status: 'away' }],
    ['busy', true, { status: 'busy' }],
    ['invisible', true, { status: 'offline' }],
    ['auto', false, { status: 'offline', lastSeenAt: 5 }],
    ['busy', false, { status: 'offline', lastSeenAt: 5 }],
    ['invisible', false, { status: 'offline' }],
  ] as const)('of %s, online %s', (presence_status, online, seen) => {
    expect(toPresence({ ...stored, presence_status }, online, 10)).toEqual({ userId: 'u', ...seen })
  })

  test('a text until it runs out', () => {
    const withText = { ...stored, status_text: 'on a train', status_text_expires_at: new Date(100) }
    expect(toPresence(withText, true, 99).text).toBe('on a train')
    expect(toPresence(withText, true, 100).text).toBeUndefined()
  })
})

describe.each(dialects)('presence on %s', (dialect) => {
  let database: Database
  let bus: Bus
  let fanOut: FanOut
  let presence: PresenceService
  const told: BusMessage[] = []
  beforeEach(async () => {
    database = await createTestDatabase(dialect)
    bus = createInProcessBus()
    told.length = 0
    bus.subscribe((message) => told.push(message))
    fanOut = createFanOut({ bus, log: emptyLog, logger: silent, lineage: 'l' })
    presence = new PresenceService({
      repository: new PresenceRepository(database),
      registry: createLocalPresenceRegistry(20),
      people: { findByIds: async (ids) => ids.map((id) => ({ id, handle: 'handle', name: 'Name', avatarHue: 1, profileVersion: 1 })) },
      bus,
      fanOut,
      runtime: { now: () => Date.now() },
      logger: silent,
    })
  })
  afterEach(async () => {
    await presence.close()
    fanOut.close()
    await database.close()
  })

  const caller = (connection: FakeConnection): UserCaller => ({
    kind: 'user', userId: connection.userId, role: 'user', expiresAt: Date.now() + 1e6, connectionId: connection.id, address: '', requestId: '',
  })

  test('only people who share a conversation have a presence; others look like nobody', async () => {
    const [anna = '', ben = '', carla = '', dora = ''] = await seedPeople(database, 4)
    await seedConversation(database, { userIds: [anna, ben] })
    const ended = await seedConversation(database, { userIds: [anna, carla] })
    await changeMember(database, ended, carla, 'removed')
    const connections = [anna, ben, carla, dora].map((id) => new FakeConnection(id))
    for (const connection of connections) fanOut.connections.enter(connection)
    const nobody = randomUUID()
    const answer = await presence.watch(caller(connections[0] as FakeConnection), [[ben, 0], [carla, 1], [dora, 0], [nobody, 0]])
    expect(answer.presences).toEqual([
      { userId: ben, status: 'online' }, { userId: carla, status: 'offline' }, { userId: dora, status: 'offline' }, { userId: nobody, status: 'offline' },
    ])
    expect(answer.people.map(({ id }) => id).sort()).toEqual([ben, dora].sort())
  })

  test('people who share large conversations only have no presence for each other', async () => {
    const [anna = '', ben = '', carla = ''] = await seedPeople(database, 3)
    const large = await seedConversation(database, { userIds: [anna, ben, carla] })
    await seedConversation(database, { userIds: [anna, carla] })
    await database.query('UPDATE conversations SET member_count = 1001 WHERE id = $1', [large])
    const connections = [anna, ben, carla].map((id) => new FakeConnection(id))
    for (const connection of connections) fanOut.connections.enter(connection)
    const { presences } = await presence.watch(caller(connections[0] as FakeConnection), [[ben, 1], [carla, 1]])
    expect(presences).toEqual([{ userId: ben, status: 'offline' }, { userId: carla, status: 'online' }])
    expect(fanOut.connections.find(connections[0]?.id ?? '')?.watched).toEqual(new Map([[ben, false], [carla, true]]))
  })

  test('refusal 2: whoever is removed from the last shared conversation loses the presence of the others, and they theirs', async () => {
    const [anna = '', ben = '', carla = ''] = await seedPeople(database, 3)
    const both = await seedConversation(database, { userIds: [anna, ben, carla] })
    await seedConversation(database, { userIds: [anna, carla] })
    const [seesAnna, seesBen] = [new FakeConnection(ben), new FakeConnection(anna)]
    for (const connection of [seesAnna, seesBen, new FakeConnection(carla)]) fanOut.connections.enter(connection)
    await presence.watch(caller(seesAnna), [[anna, 1], [carla, 1]])
    await presence.watch(caller(seesBen), [[ben, 1], [carla, 1]])
    await vi.waitFor(() => expect(told.filter(({ kind }) => kind === 'presence').length).toBeGreaterThan(0))
    await changeMember(database, both, ben, 'removed')
    bus.publish({ kind: 'events', events: [{ name: 'member.removed', scope: 'conversation', id: both, after: 1, revision: 2, frame: '{}', ended: [ben] }] })
    await vi.waitFor(() => {
      expect(fanOut.connections.find(seesAnna.id)?.watched).toEqual(new Map([[anna, false], [carla, false]]))
      expect(fanOut.connections.find(seesBen.id)?.watched).toEqual(new Map([[ben, false], [carla, true]]))
    })
    expect(seesAnna.sent.at(-1)).toEqual({
      t: 'eph', name: 'presence.changed', payload: { presences: [{ userId: anna, status: 'offline' }, { userId: carla, status: 'offline' }] },
    })
    const before = seesAnna.sent.length
    await presence.set(anna, { status: 'busy' })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(seesAnna.sent.length).toBe(before)
  })

  test('whoever is taken into a conversation sees who is there, and is seen, without asking again', async () => {
    const [anna = '', ben = ''] = await seedPeople(database, 2)
    const group = await seedConversation(database, { userIds: [anna, ben] })
    await changeMember(database, group, ben, 'removed')
    const [ofAnna, ofBen] = [new FakeConnection(anna), new FakeConnection(ben)]
    for (const connection of [ofAnna, ofBen]) fanOut.connections.enter(connection)
    expect((await presence.watch(caller(ofAnna), [[ben, 1]])).presences).toEqual([{ userId: ben, status: 'offline' }])
    await presence.watch(caller(ofBen), [[anna, 1]])
    await changeMember(database, group, ben, 'active')
    bus.publish({ kind: 'events', events: [{ name: 'membership.changed', scope: 'user', id: ben, after: 1, revision: 2, frame: '{}' }] })
    const online = (userId: string) => ({ t: 'eph', name: 'presence.changed', payload: { presences: [{ userId, status: 'online' }] } })
    await vi.waitFor(() => expect([ofAnna.sent.at(-1), ofBen.sent.at(-1)]).toEqual([online(ben), online(anna)]))
  })

  test('watchers learn who goes and comes, and when somebody was last seen', async () => {
    const [anna = '', ben = '', hidden = ''] = await seedPeople(database, 3)
    await seedConversation(database, { userIds: [anna, ben, hidden] })
    await database.query(`UPDATE users SET presence_status = 'invisible' WHERE id = $1`, [hidden])
    const watcher = new FakeConnection(anna)
    fanOut.connections.enter(watcher)
    await presence.watch(caller(watcher), [[ben, 1], [hidden, 1]])
    const followers = [ben, hidden].map((id) => fanOut.connections.enter(new FakeConnection(id)))
    const seen = (): unknown[] => watcher.sent.flatMap((frame) => (frame.t === 'eph' ? (frame.payload as { presences: unknown[] }).presences : []))
    await expect.poll(seen).toContainEqual({ userId: ben, status: 'online' })
    for (const follower of followers) fanOut.connections.leave(follower)
    await expect.poll(seen).toContainEqual({ userId: ben, status: 'offline', lastSeenAt: expect.any(Number) })
    expect(seen().filter((one) => (one as { userId: string }).userId === hidden)).toEqual(expect.arrayContaining([{ userId: hidden, status: 'offline' }]))
    expect(JSON.stringify(seen())).not.toContain(`"${hidden}","status":"online"`)
    const rows = await database.query<{ id: string; last_seen_at: Date | null }>('SELECT id, last_seen_at FROM users WHERE last_seen_at IS NOT NULL')
    expect(rows.map(({ id }) => id)).toEqual([ben])
  })

  test('a chosen status and text are told, kept, and taken away', async () => {
    const [anna = ''] = await seedPeople(database, 1)
    fanOut.connections.enter(new FakeConnection(anna))
    expect(await presence.set(anna, { status: 'busy', text: 'in a meeting' })).toEqual({ presence: { userId: anna, status: 'busy', text: 'in a meeting' } })
    expect(told).toContainEqual({ kind: 'presence', payload: { presences: [{ userId: anna, status: 'busy', text: 'in a meeting' }] } })
    expect(await presence.set(anna, { status: 'away' })).toEqual({ presence: { userId: anna, status: 'away', text: 'in a meeting' } })
    expect(await presence.set(anna, { text: '' })).toEqual({ presence: { userId: anna, status: 'away' } })
    expect(await presence.set(anna, { status: 'invisible' })).toEqual({ presence: { userId: anna, status: 'offline' } })
  })

  test('watchers learn that a text ran out', async () => {
    const [anna = '', ben = ''] = await seedPeople(database, 2)
    await seedConversation(database, { userIds: [anna, ben] })
    const watcher = new FakeConnection(ben)
    fanOut.connections.enter(watcher)
    fanOut.connections.enter(new FakeConnection(anna))
    await presence.watch(caller(watcher), [[anna, 1]])
    await presence.set(anna, { text: 'back in a moment', textExpiresAt: Date.now() + 80 })
    await expect.poll(() => JSON.stringify(watcher.sent), { timeout: 3000 }).toContain('back in a moment')
    await expect.poll(() => JSON.stringify(watcher.sent.at(-1)), { timeout: 3000 }).not.toContain('back in a moment')
  })
})
