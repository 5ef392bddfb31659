import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/adapters/open-database.ts'
import { createRelay } from '../../../src/platform/relay/relay.ts'
import { RecordingBus, seedConversation, seedPeople } from '../../support/community.ts'
import { createConversationBench } from '../../support/conversation-bench.ts'
import { createPostgresUrl, dialects } from '../../support/databases.ts'

const killed = fileURLToPath(new URL('../../support/killed-sender.ts', import.meta.url))

describe.each(dialects)('the relay on %s', (dialect) => {
  it('publishes what a node committed that was killed before it could publish', { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'palaver-killed-'))
    const config = dialect === 'pglite' ? { dataDir: folder } : { databaseUrl: await createPostgresUrl() }
    const before = await openDatabase(config)
    await before.migrate()
    const [anna] = (await seedPeople(before, 1)) as [string]
    const conversationId = await seedConversation(before, { userIds: [anna] })
    await before.close()

    const child = spawn(process.execPath, ['--conditions=source', killed, JSON.stringify({ config, conversationId, senderId: anna })], { stdio: ['ignore', 'inherit', 'inherit'] })
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])

    const database = await openDatabase(config)
    const bus = new RecordingBus()
    const relay = createRelay({ database, bus, onError: (error) => { throw error }, olderThanMs: 0 })
    expect(await relay.runOnce()).toBe(1)
    expect(bus.events).toMatchObject([{ name: 'message.sent', id: conversationId, after: 1, revision: 4 }])
    const { payload } = JSON.parse(bus.events[0]!.frame)
    expect(payload.messages.map((message: { content: { text: string } }) => message.content.text)).toEqual(['one', 'two', 'three'])
    expect(await relay.runOnce()).toBe(0)
    await relay.stop()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('rebuilds every event of the writer, with all rows and with those whose membership ended', async () => {
    const bench = await createConversationBench(dialect, { quietMs: 60_000 })
    const [anna, ben] = (await seedPeople(bench.database, 2)) as [string, string]
    const { conversation } = await bench.run('conversation.create', anna, { clientId: crypto.randomUUID(), type: 'group', name: 'Group' })
    const conversationId = conversation.id
    const lost: unknown[] = []
    const relayed = new RecordingBus()
    const relay = createRelay({ database: bench.database, bus: relayed, onError: (error) => lost.push(error), olderThanMs: 0 })
    await relay.runOnce()
    relayed.messages.length = 0
    const steps = [
      () => bench.run('member.add', anna, { conversationId, userIds: [ben] }),
      () => bench.run('message.send', ben, { conversationId, clientId: crypto.randomUUID(), content: { kind: 'text', text: 'x' } }),
      () => bench.run('conversation.update', anna, { conversationId, name: 'New' }),
      () => bench.run('member.remove', anna, { conversationId, userId: ben }),
    ]
    for (const step of steps) {
      bench.bus.messages.length = 0
      relayed.messages.length = 0
      await step()
      await relay.runOnce()
      const plain = (bus: RecordingBus) => bus.events.map((event) => ({ ...event, frame: JSON.parse(event.frame) })).sort((a, b) => (a.scope < b.scope ? -1 : 1))
      expect(plain(relayed)).toEqual(plain(bench.bus))
    }
    await relay.stop()
    await bench.close()
    expect(lost).toEqual([])
  })

  it('leaves young rows to the writer and takes old ones by itself', async () => {
    const bench = await createConversationBench(dialect)
    const [anna] = (await seedPeople(bench.database, 1)) as [string]
    const conversationId = await seedConversation(bench.database, { userIds: [anna] })
    const insert = (age: number) =>
      bench.database.query(`INSERT INTO outbox (entries, created_at) VALUES ($1::jsonb, now() - $2::int * interval '1 second')`, [JSON.stringify([['c', conversationId, 1, 2]]), age])
    await insert(0)
    await insert(60)
    const bus = new RecordingBus()
    const relay = createRelay({ database: bench.database, bus, onError: () => {}, everyMs: 5 })
    relay.start()
    await expect.poll(() => bus.events).toHaveLength(1)
    await relay.stop()
    expect(await bench.database.query('SELECT id FROM outbox')).toHaveLength(1)
    await bench.close()
  })
})
