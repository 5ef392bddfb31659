import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandInput, CommandName } from '@palaver/protocol'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Database } from '../../../src/platform/database.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { createPostgresUrl, createTestDatabase, dialects } from '../../support/databases.ts'
import { tablesWith } from '../../support/stored-bytes.ts'
import { startTestServer } from '../../support/test-server.ts'

const day = 86_400_000
const soon = { timeout: 20_000 }
const marker = 'Quizzaciously'
const edited = 'Zyzzyvafold'

/** Two people in a group on a server; `runsJobs` says whether messages disappear and are indexed there. */
const begin = async (dialect: (typeof dialects)[number], runsJobs: boolean) => {
  const own = dialect === 'pglite' ? await createTestDatabase(dialect) : undefined
  if (own) onTestFinished(() => own.close())
  const place = own ? { database: own } : { dialect, databaseUrl: await createPostgresUrl() }
  const server = await startTestServer({ ...place, runsJobs })
  const database: Database = server.palaver.database
  const [anna, ben] = (await seedPeople(database, 2)) as [string, string]
  const conversationId = await seedConversation(database, { userIds: [anna, ben] })
  const run = async <Name extends CommandName>(name: Name, input: CommandInput<Name>, who = anna) =>
    JSON.parse((await server.palaver.commands.run(name, input, await server.palaver.admin.actAs(who), 'socket')).json)
  const send = async (text: string, more: Partial<CommandInput<'message.send'>> = {}): Promise<string> =>
    (await run('message.send', { conversationId, clientId: randomUUID(), content: { kind: 'text', text }, ...more })).id
  const messages = async (): Promise<{ id: string; position: number; content: { kind: string }; expiresAt?: number; createdAt: number }[]> => (await run('message.list', { conversationId })).messages
  /** As if that much time had gone by for what is to disappear. */
  const pass = async (ms: number) => {
    const earlier = `jsonb_set(parts, '{expiresAt}', to_jsonb((parts ->> 'expiresAt')::bigint - ${ms}))`
    await database.query(`UPDATE messages SET parts = ${earlier} WHERE parts -> 'expiresAt' IS NOT NULL`)
    await database.query(`UPDATE timers SET due_at = due_at - ${ms} * interval '1 millisecond', next_at = next_at - ${ms} * interval '1 millisecond' WHERE kind = 'disappearing'`)
  }
  const timers = () => database.query('SELECT due_at FROM timers WHERE kind = $1', ['disappearing'])
  return { database, server, conversationId, anna, ben, run, send, messages, pass, timers, wake: () => startTestServer({ ...place, runsJobs: true }) }
}

describe.each(dialects)('disappearing messages on %s', (dialect) => {
  it('leave no byte anywhere: not in rows, edits, reactions, pins, the index, its words, or where auditors read', { timeout: 90_000 }, async () => {
    const { database, conversationId, ben, run, send, messages, pass, timers } = await begin(dialect, true)
    const options = { disappearAfterMs: day, custom: { notes: [{ note: marker }] } }
    const messageId = await send(`${marker} one`, options)
    const deletedId = await send(`${marker} two`, options)
    await send('an answer', { replyToId: messageId })
    const named = { conversationId, messageId }
    await run('saved.add', named, ben)
    await run('reaction.add', { ...named, emoji: '🦜' }, ben)
    await run('message.pin', named)
    await expect.poll(() => tablesWith(database, marker), soon).toEqual(['known_words', 'message_words', 'messages'])
    await run('message.edit', { ...named, clientId: randomUUID(), content: { kind: 'text', text: `${edited} now` }, custom: { notes: [{ note: edited }] } })
    await run('message.delete', { conversationId, messageId: deletedId })
    await expect.poll(() => tablesWith(database, edited), soon).toEqual(['known_words', 'message_words', 'messages'])
    expect(await tablesWith(database, marker)).toEqual(expect.arrayContaining(['deleted_messages', 'message_edits']))
    await pass(day)
    await expect.poll(timers, soon).toEqual([])
    for (const text of [marker, edited, '🦜']) expect([text, await tablesWith(database, text)]).toEqual([text, []])
    expect((await messages()).map(({ position, content: { kind }, expiresAt }) => [position, kind, expiresAt])).toEqual([
      [1, 'deleted', undefined], [2, 'deleted', undefined], [3, 'text', undefined], [4, 'system', undefined],
    ])
    expect((await messages())[0]?.content).toMatchObject({ expired: true })
    await expect(run('message.restore', { conversationId, messageId: deletedId })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('go when a server runs again, and only those whose time is over', { timeout: 60_000 }, async () => {
    const { database, send, messages, pass, timers, wake } = await begin(dialect, false)
    await send('stays for two days', { disappearAfterMs: 2 * day })
    for (let n = 0; n < 205; n++) await send(`${marker} ${n}`, { disappearAfterMs: day / 2 })
    await pass(day)
    await sleep(1200)
    expect(await tablesWith(database, marker)).toEqual(['messages'])
    await Promise.all(dialect === 'pglite' ? [wake()] : [wake(), wake()])
    await expect.poll(() => tablesWith(database, marker), soon).toEqual([])
    expect((await messages())[0]?.content.kind).toBe('deleted')
    expect(await timers()).toHaveLength(1)
    expect(await tablesWith(database, 'stays for two days')).toContain('messages')
  })

  it('are stamped by the setting of the conversation from its change on, by the shorter of two times, with one timer', { timeout: 60_000 }, async () => {
    const { conversationId, ben, run, send, messages, timers } = await begin(dialect, false)
    await send('before')
    await expect(run('conversation.update', { conversationId, settings: { disappearAfterMs: day } }, ben)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await run('conversation.update', { conversationId, settings: { disappearAfterMs: day } })).conversation.settings).toEqual({ history: 'beginning', disappearAfterMs: day })
    await send('a day')
    await send('an hour', { disappearAfterMs: 3_600_000 })
    await send('no longer than the others', { disappearAfterMs: 2 * day })
    expect((await run('conversation.update', { conversationId, settings: { disappearAfterMs: 0 } })).conversation.settings).toEqual({ history: 'beginning' })
    await send('after')
    const all = await messages()
    expect(all.map(({ expiresAt, createdAt }) => expiresAt && expiresAt - createdAt)).toEqual([undefined, undefined, day, 3_600_000, day, undefined, undefined])
    expect(all.filter(({ content }) => content.kind === 'system').map(({ content }) => content)).toEqual([
      { kind: 'system', note: { type: 'disappearing_changed', disappearAfterMs: day } },
      { kind: 'system', note: { type: 'disappearing_changed', disappearAfterMs: 0 } },
    ])
    expect(await timers()).toEqual([{ due_at: new Date(all[3]?.expiresAt ?? 0) }])
  })

  it('go out of threads, too, by the shorter of two times', { timeout: 60_000 }, async () => {
    const { database, conversationId, run, send, messages, pass, timers } = await begin(dialect, true)
    const threadId = await send('root')
    await send(`${marker} within`, { threadId, disappearAfterMs: day })
    await run('conversation.update', { conversationId, settings: { disappearAfterMs: 2 * day } })
    await send(`${marker} by the setting`, { threadId })
    await send(`${marker} sooner`, { threadId, alsoToConversation: true, disappearAfterMs: 3_600_000 })
    const replies = (await messages()).filter(({ content: { kind } }) => kind === 'text')
    expect(replies.map(({ expiresAt, createdAt }) => expiresAt && expiresAt - createdAt)).toEqual([undefined, day, 2 * day, 3_600_000])
    expect(await timers()).toEqual([{ due_at: new Date(replies[3]?.expiresAt ?? 0) }])
    await pass(2 * day)
    await expect.poll(timers, soon).toEqual([])
    expect(await tablesWith(database, marker)).toEqual([])
    const { root, messages: left } = await run('thread.history', { conversationId, threadId })
    expect([root, ...left].map(({ content }) => content.kind)).toEqual(['text', 'deleted', 'deleted', 'deleted'])
  })

  it('disappear within seconds of their time, are told to whoever follows, and are not forwarded', { timeout: 60_000 }, async () => {
    const { conversationId, run, send, messages, server } = await begin(dialect, true)
    const told: string[] = []
    server.palaver.bus.subscribe((message) => { if (message.kind === 'events') told.push(...message.events.map(({ name }) => name)) })
    const messageId = await send('for a moment', { disappearAfterMs: 5000 })
    await expect(run('message.forward', { conversationId, clientId: randomUUID(), from: { conversationId, messageId } })).rejects.toMatchObject({ code: 'forbidden' })
    await sleep(4000)
    expect((await messages())[0]?.content.kind).toBe('text')
    await expect.poll(async () => (await messages())[0]?.content.kind, { timeout: 8000, interval: 100 }).toBe('deleted')
    expect(told).toContain('message.changed')
  })
})

describe.each(dialects)('deleted messages on %s', (dialect) => {
  it('leave no byte but where auditors read', { timeout: 60_000 }, async () => {
    const { database, conversationId, run, send } = await begin(dialect, true)
    const messageId = await send(`${marker} here`, { custom: { notes: [{ note: marker }] } })
    await expect.poll(() => tablesWith(database, marker), soon).toEqual(['known_words', 'message_words', 'messages'])
    await run('message.edit', { conversationId, messageId, clientId: randomUUID(), content: { kind: 'text', text: edited }, custom: { notes: [{ note: edited }] } })
    await run('message.delete', { conversationId, messageId })
    await expect.poll(() => tablesWith(database, marker), soon).toEqual(['deleted_edits'])
    expect(await tablesWith(database, edited)).toEqual(['deleted_messages'])
  })
})
