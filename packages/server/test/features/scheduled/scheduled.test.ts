import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandInput, CommandName } from '@palaver/protocol'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Database } from '../../../src/platform/database.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { createPostgresUrl, createTestDatabase, dialects } from '../../support/databases.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const hour = 3_600_000
const day = 24 * hour
const soon = { timeout: 20_000 }

/** Two people in a group, on a server that runs no jobs, and so sends nothing that is scheduled. */
const begin = async (dialect: (typeof dialects)[number]) => {
  const own = dialect === 'pglite' ? await createTestDatabase(dialect) : undefined
  if (own) onTestFinished(() => own.close())
  const place = own ? { database: own } : { dialect, databaseUrl: await createPostgresUrl() }
  const start = (runsJobs: boolean) => startTestServer({ ...place, runsJobs })
  const asleep = await start(false)
  const database: Database = asleep.palaver.database
  const [anna, ben] = (await seedPeople(database, 2)) as [string, string]
  const conversationId = await seedConversation(database, { userIds: [ben, anna], roles: ['owner', 'member'] })
  const run = async <Name extends CommandName>(name: Name, input: CommandInput<Name>, { who = anna, server = asleep }: { who?: string; server?: TestServer } = {}) =>
    JSON.parse((await server.palaver.commands.run(name, input, await server.palaver.admin.actAs(who), 'socket')).json)
  const schedule = async (text: string, more: Partial<CommandInput<'message.schedule'>> = {}) => {
    const input = { conversationId, clientId: randomUUID(), at: Date.now() + hour, content: { kind: 'text' as const, text }, ...more }
    return { input, ...(await run('message.schedule', input)) }
  }
  /** As if that much time had gone by. */
  const pass = async (ms: number) => {
    await database.query(`UPDATE private_rows SET value = jsonb_set(value, '{at}', to_jsonb((value ->> 'at')::bigint - $1::bigint)) WHERE kind = 'scheduled' AND value IS NOT NULL`, [ms])
    await database.query(
      `UPDATE timers SET data = jsonb_set(data, '{at}', to_jsonb((data ->> 'at')::bigint - $1::bigint)), due_at = due_at - $1::bigint * interval '1 millisecond',
       next_at = next_at - $1::bigint * interval '1 millisecond' WHERE kind = 'scheduled'`,
      [ms],
    )
  }
  const sent = async (): Promise<string[]> => (await run('message.list', { conversationId })).messages.flatMap(({ content }: { content: { text?: string } }) => content.text ?? [])
  const rows = async () => (await run('scheduled.list', {})).rows
  const timers = () => database.query('SELECT id FROM timers WHERE kind = $1', ['scheduled'])
  return { database, conversationId, anna, ben, run, schedule, pass, sent, rows, timers, wake: () => start(true) }
}

describe.each(dialects)('scheduled messages on %s', (dialect) => {
  it('are sent once, in the order of their times, by the nodes that come up a day later', { timeout: 60_000 }, async () => {
    const { schedule, pass, sent, rows, timers, wake } = await begin(dialect)
    const later = await schedule('second', { at: Date.now() + 2 * hour })
    const first = await schedule('first')
    await pass(day)
    await sleep(1200)
    expect(await sent()).toEqual([])
    await Promise.all(dialect === 'pglite' ? [wake()] : [wake(), wake()])
    await expect.poll(timers, soon).toEqual([])
    expect((await sent()).toSorted()).toEqual(['first', 'second'])
    expect(await rows()).toEqual([])
    expect([first, later].map(({ rows: [row] }) => row.value.state)).toEqual(['waiting', 'waiting'])
    await sleep(1500)
    expect(await sent()).toHaveLength(2)
  })

  it('are sent once though the node died behind the sending', { timeout: 60_000 }, async () => {
    const { database, anna, run, schedule, pass, sent, rows, timers, wake } = await begin(dialect)
    const { input: { at: _at, ...input } } = await schedule('once')
    await pass(2 * hour)
    // What such a node leaves: the row says `sending`, the message is there, the timer stands.
    await database.query(`UPDATE private_rows SET value = value || '{"state":"sending"}' WHERE user_id = $1 AND kind = 'scheduled'`, [anna])
    await run('message.send', input)
    await expect(run('scheduled.cancel', { scheduledId: input.clientId })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(run('scheduled.update', { scheduledId: input.clientId, content: { kind: 'text', text: 'twice' } })).rejects.toMatchObject({ code: 'forbidden' })
    await wake()
    await expect.poll(timers, soon).toEqual([])
    expect(await sent()).toEqual(['once'])
    expect(await rows()).toEqual([])
  })

  it('are sent though the node died before the sending', { timeout: 60_000 }, async () => {
    const { database, schedule, pass, sent, timers, wake } = await begin(dialect)
    await schedule('once')
    await pass(2 * hour)
    await database.query(`UPDATE private_rows SET value = value || '{"state":"sending"}' WHERE kind = 'scheduled'`)
    await wake()
    await expect.poll(timers, soon).toEqual([])
    expect(await sent()).toEqual(['once'])
  })

  it('fail with the refusal of their time, and stay until they are cancelled', { timeout: 60_000 }, async () => {
    const { conversationId, anna, ben, run, schedule, pass, sent, rows, timers, wake } = await begin(dialect)
    const { input } = await schedule('I was thrown out')
    await run('member.remove', { conversationId, userId: anna }, { who: ben })
    await pass(2 * hour)
    await wake()
    await expect.poll(timers, soon).toEqual([])
    expect(await rows()).toMatchObject([{ key: input.clientId, value: { state: 'failed', failure: 'not_found', content: input.content } }])
    await run('member.add', { conversationId, userIds: [anna] }, { who: ben })
    expect(await sent()).toEqual([])
    const { rows: [again] } = await run('scheduled.sendNow', { scheduledId: input.clientId })
    expect(again.value.failure).toBeUndefined()
    await expect.poll(sent, soon).toEqual(['I was thrown out'])
  })

  it('can be changed in words and time, sent now, and cancelled', { timeout: 60_000 }, async () => {
    const { run, schedule, pass, sent, rows, timers, wake } = await begin(dialect)
    const { input: { clientId: scheduledId } } = await schedule('draft')
    const { input: { clientId: other } } = await schedule('never')
    const at = Date.now() + 3 * hour
    expect((await run('scheduled.update', { scheduledId, at, content: { kind: 'text', text: 'final' } })).rows).toMatchObject([{ value: { at, state: 'waiting', content: { text: 'final' } } }])
    await run('scheduled.cancel', { scheduledId: other })
    expect((await rows()).map(({ key }: { key: string }) => key)).toEqual([scheduledId])
    await wake()
    await pass(2 * hour)
    await sleep(1500)
    expect([await sent(), await timers()]).toEqual([[], [expect.anything()]])
    await run('scheduled.sendNow', { scheduledId })
    await expect.poll(sent, soon).toEqual(['final'])
    await expect.poll(rows, soon).toEqual([])
    await expect(run('scheduled.cancel', { scheduledId })).rejects.toMatchObject({ code: 'not_found' })
    await run('scheduled.cancel', { scheduledId: other })
  })

  it('of the same clientId are scheduled once, whatever became of it', async () => {
    const { run, schedule, rows } = await begin(dialect)
    const { input } = await schedule('once')
    await run('scheduled.update', { scheduledId: input.clientId, content: { kind: 'text', text: 'changed' } })
    expect((await run('message.schedule', input)).rows).toMatchObject([{ value: { content: { text: 'changed' } } }])
    await run('scheduled.cancel', { scheduledId: input.clientId })
    expect((await run('message.schedule', input)).rows[0]).not.toHaveProperty('value')
    expect(await rows()).toEqual([])
  })
})
