import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { createPostgresUrl } from '../../support/databases.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const text = () => ({ clientId: randomUUID(), content: { kind: 'text', text: 'hello' } })

/** Somebody with a message on a server of this database that runs no jobs, and so reminds nobody. */
const begin = async (databaseUrl: string) => {
  const asleep = await startTestServer({ dialect: 'postgres', databaseUrl, runsJobs: false })
  const { database } = asleep.palaver
  const [userId] = (await seedPeople(database, 1)) as [string]
  const conversationId = await seedConversation(database, { userIds: [userId] })
  const run = async (server: TestServer, name: 'reminder.set' | 'reminder.cancel' | 'user.changes' | 'message.send' | 'message.delete', input: object) =>
    JSON.parse((await server.palaver.commands.run(name, input, await server.palaver.admin.actAs(userId), 'socket')).json)
  const { id: messageId } = await run(asleep, 'message.send', { conversationId, ...text() })
  const rowsSince = async (server: TestServer, since: number) => (await run(server, 'user.changes', { since })).rows ?? []
  const timers = () => database.query('SELECT id FROM timers WHERE kind = $1', ['reminder'])
  return { asleep, conversationId, messageId, userId, run, rowsSince, timers, wake: () => startTestServer({ dialect: 'postgres', databaseUrl, runsJobs: true }) }
}

describe('reminders', () => {
  it('are due once when a server runs again after their time', { timeout: 60_000 }, async () => {
    const { asleep, conversationId, messageId, run, rowsSince, timers, wake } = await begin(await createPostgresUrl())
    const { rows } = await run(asleep, 'reminder.set', { conversationId, messageId, at: Date.now() - 86_400_000 })
    expect(rows).toMatchObject([{ value: { state: 'waiting' } }])
    await sleep(1500)
    expect(await rowsSince(asleep, rows[0].revision)).toEqual([])
    const servers = await Promise.all([wake(), wake()])
    await expect.poll(() => rowsSince(asleep, rows[0].revision), { timeout: 20_000 }).toMatchObject([{ revision: rows[0].revision + 1, value: { state: 'due', dueAt: expect.any(Number) } }])
    await expect.poll(timers, { timeout: 10_000 }).toEqual([])
    await sleep(2500)
    expect(await rowsSince(servers[0], rows[0].revision)).toMatchObject([{ revision: rows[0].revision + 1 }])
  })

  it('are due once though the worker died between the change and the end of its timer', { timeout: 60_000 }, async () => {
    const { asleep, conversationId, messageId, run, rowsSince, timers, wake } = await begin(await createPostgresUrl())
    const { rows } = await run(asleep, 'reminder.set', { conversationId, messageId, at: Date.now() - 1000 })
    // What such a worker leaves: the row is due, the timer stands and comes again.
    await asleep.palaver.database.query(`UPDATE private_rows SET value = value || '{"state":"due","dueAt":1}'`)
    await wake()
    await expect.poll(timers, { timeout: 20_000 }).toEqual([])
    expect(await rowsSince(asleep, rows[0].revision)).toEqual([])
  })

  it('wait for the new time when they were set anew, and are gone when cancelled', { timeout: 60_000 }, async () => {
    const { asleep, conversationId, messageId, run, rowsSince, timers, wake } = await begin(await createPostgresUrl())
    await run(asleep, 'reminder.set', { conversationId, messageId, at: Date.now() - 1000 })
    const later = Date.now() + 3_600_000
    const { rows } = await run(asleep, 'reminder.set', { conversationId, messageId, at: later })
    const awake = await wake()
    await sleep(2500)
    expect(await rowsSince(awake, 1)).toMatchObject([{ revision: rows[0].revision, value: { at: later, state: 'waiting' } }])
    expect(await timers()).toHaveLength(1)
    expect((await run(awake, 'reminder.cancel', { messageId })).rows[0]).not.toHaveProperty('value')
    expect(await timers()).toEqual([])
  })

  it('are taken away when the message cannot be read any more', { timeout: 60_000 }, async () => {
    const { asleep, conversationId, messageId, run, rowsSince, wake } = await begin(await createPostgresUrl())
    const { rows } = await run(asleep, 'reminder.set', { conversationId, messageId, at: Date.now() })
    await run(asleep, 'message.delete', { conversationId, messageId })
    await wake()
    await expect.poll(() => rowsSince(asleep, rows[0].revision), { timeout: 20_000 }).toEqual([{ kind: 'reminder', key: messageId, revision: rows[0].revision + 1 }])
  })
})
