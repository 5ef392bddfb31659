import { randomUUID } from 'node:crypto'
import { type CommandName, type Message, PalaverError } from '@palaver/protocol'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startStream } from '../../../src/features/streams/start.ts'
import { setTimer } from '../../../src/platform/timers/timer-rows.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { createConversationBench } from '../../support/conversation-bench.ts'
import { createPostgresUrl } from '../../support/databases.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const begin = async (options: Parameters<typeof startTestServer>[0] = {}) => {
  const server = await startTestServer({ dialect: 'pglite', ...options })
  const [anna = '', ben = ''] = await seedPeople(server.palaver.database, 2)
  const conversationId = await seedConversation(server.palaver.database, { userIds: [anna, ben] })
  const run = async (name: CommandName, input: object, { on = server, as = anna }: { on?: TestServer; as?: string } = {}) =>
    JSON.parse((await on.palaver.commands.run(name, { conversationId, ...input }, await on.palaver.admin.actAs(as), 'socket')).json)
  const start = async (clientId: string = randomUUID()): Promise<string> => (await run('stream.start', { clientId })).id
  const append = (messageId: string, offset: number, text: string, on = server) => run('stream.append', { messageId, offset, text }, { on })
  const message = async (messageId: string, on = server): Promise<Message> => (await run('message.get', { messageId }, { on })).message
  const rows = async (on = server) => (await on.palaver.database.query('SELECT message_id FROM streams')).length + (await on.palaver.database.query(`SELECT id FROM timers WHERE kind = 'stream'`)).length + (await on.palaver.database.query('SELECT start FROM stream_pieces')).length
  return { server, anna, ben, conversationId, run, start, append, message, rows }
}

describe('streams', () => {
  it('come piece by piece, then are one message that nobody edits and search finds; nothing is left over', { timeout: 60_000 }, async () => {
    const { run, start, append, message, rows, ben } = await begin()
    const clientId = randomUUID()
    const messageId = await start(clientId)
    expect(await start(clientId)).toBe(messageId)
    expect(await message(messageId)).toMatchObject({ content: { text: '…' }, stream: { state: 'open' } })
    await append(messageId, 0, 'xylophone ')
    await append(messageId, 10, 'and 👋🏽')
    await append(messageId, 10, 'and 👋🏽')
    await append(messageId, 16, '')
    expect(await run('stream.read', { messageId, offset: 14 }, { as: ben })).toEqual({ offset: 14, text: '👋🏽', state: 'open' })
    for (const name of ['message.pin', 'message.edit', 'reaction.add'] as const) {
      await expect(run(name, { messageId, clientId: randomUUID(), content: { kind: 'text', text: 'x' }, emoji: '👍' })).rejects.toMatchObject({ code: 'forbidden' })
    }
    await expect(run('message.forward', { clientId: randomUUID(), from: { conversationId: (await run('conversation.get', {})).conversation.id, messageId } })).rejects.toMatchObject({ code: 'forbidden' })
    const { message: done } = await run('stream.finish', { messageId, length: 16 })
    expect(done).toMatchObject({ content: { kind: 'text', text: 'xylophone and 👋🏽' }, stream: { state: 'finished' } })
    expect(await run('stream.finish', { messageId, length: 16 })).toEqual({ message: done })
    expect((await run('stream.cancel', { messageId })).message).toEqual(done)
    await expect(run('message.edit', { messageId, clientId: randomUUID(), content: { kind: 'text', text: 'x' } })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(append(messageId, 16, 'more')).rejects.toMatchObject({ code: 'forbidden' })
    expect(await run('stream.read', { messageId })).toMatchObject({ text: 'xylophone and 👋🏽', state: 'finished' })
    await expect.poll(async () => (await run('message.search', { query: 'xylophone' })).results.length, { timeout: 20_000 }).toBe(1)
    expect(await rows()).toBe(0)
  })

  it('count each piece once, however many come at the same time', { timeout: 60_000 }, async () => {
    const { run, start, append } = await begin({ dialect: 'postgres' })
    const messageId = await start()
    const text = 'abcdefghij'
    for (let offset = 0; offset < 50; offset += 10) {
      const answers = await Promise.allSettled(Array.from({ length: 8 }, () => append(messageId, offset, text)))
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 'fulfilled'))
    }
    expect(await run('stream.read', { messageId })).toEqual({ offset: 0, text: text.repeat(5), state: 'open' })
  })

  it('are interrupted when their author is silent, by whatever server runs then; not while pieces come', { timeout: 60_000 }, async () => {
    const databaseUrl = await createPostgresUrl()
    const first = await begin({ dialect: 'postgres', databaseUrl, runsJobs: false, streamSilenceMs: 3000 })
    const [lost, kept] = [await first.start(), await first.start()]
    await first.append(lost, 0, 'half a sen')
    await first.append(kept, 0, 'a')
    const second = await startTestServer({ dialect: 'postgres', databaseUrl, runsJobs: true, streamSilenceMs: 3000 })
    const alive = setInterval(() => void first.append(kept, 1, ''), 500)
    await expect.poll(async () => (await first.message(lost, second)).stream?.state, { timeout: 20_000 }).toBe('interrupted')
    expect(await first.message(lost, second)).toMatchObject({ content: { text: 'half a sen' } })
    await new Promise((resolve) => setTimeout(resolve, 3000))
    expect((await first.message(kept, second)).stream?.state).toBe('open')
    clearInterval(alive)
    await expect.poll(async () => (await first.message(kept, second)).stream?.state, { timeout: 20_000 }).toBe('interrupted')
    await expect.poll(() => first.rows(second), { timeout: 20_000 }).toBe(0)
  })

  it('deleted while open keep for auditors what was written, and come back as cancelled', { timeout: 60_000 }, async () => {
    const { server, run, start, append, rows, anna, conversationId } = await begin()
    const messageId = await start()
    await append(messageId, 0, 'taken back')
    await run('message.delete', { messageId })
    expect(await rows()).toBe(0)
    await expect(append(messageId, 10, '!')).rejects.toMatchObject({ code: 'not_found' })
    await expect(run('stream.read', { messageId })).rejects.toMatchObject({ code: 'not_found' })
    const auditor = { ...(await server.palaver.admin.actAs(anna)), role: 'moderator' as const }
    expect(JSON.parse((await server.palaver.commands.run('message.deleted', { conversationId }, auditor, 'socket')).json).deleted).toMatchObject([{ message: { content: { text: 'taken back' } } }])
    expect((await run('message.restore', { messageId })).message).toMatchObject({ content: { text: 'taken back' }, stream: { state: 'cancelled' } })
  })

  it('that were refused leave nothing', async () => {
    const { run, rows } = await begin()
    await expect(run('stream.start', { clientId: randomUUID(), replyToId: randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
    expect(await rows()).toBe(0)
  })

  // The database stood still: the answer to COMMIT never came, or comes when the timer has looked already.
  it('whose message is sent though its author was told to try again go on, and keep what was acknowledged', { timeout: 60_000 }, async () => {
    const bench = await createConversationBench('pglite')
    onTestFinished(() => bench.close())
    const [anna = ''] = await seedPeople(bench.database, 1)
    const conversationId = await seedConversation(bench.database, { userIds: [anna] })
    const clientId = randomUUID()
    const begun = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const unsure = {
      submit: async (...asked: Parameters<typeof bench.writer.submit>) => {
        await bench.writer.submit(...asked)
        begun.resolve()
        await held.promise
        throw new PalaverError('unavailable', 'unable to send; the database is away')
      },
    } as unknown as typeof bench.writer
    const parts = { sql: bench.database, writer: unsure, runtime: { newId: randomUUID, now: Date.now }, timers: { set: setTimer }, requireCustom: () => {}, threadOption: () => undefined, silenceMs: 60_000 }
    const first = startStream(parts, { conversationId, clientId }, { kind: 'user', userId: anna, role: 'user', expiresAt: Number.MAX_SAFE_INTEGER, address: '', requestId: '' })
    await begun.promise
    const { id: messageId } = await bench.run('stream.start', anna, { conversationId, clientId })
    await bench.run('stream.append', anna, { conversationId, messageId, offset: 0, text: 'one ' })
    held.resolve()
    await expect(first).rejects.toMatchObject({ code: 'unavailable' })
    await bench.run('stream.append', anna, { conversationId, messageId, offset: 4, text: 'two' })
    const { message } = await bench.run('stream.finish', anna, { conversationId, messageId, length: 7 })
    expect(message).toMatchObject({ content: { text: 'one two' }, stream: { state: 'finished' } })
    expect(await bench.database.query('SELECT message_id FROM streams')).toEqual([])
  })

  it('that have no message yet are waited for, and not for ever', { timeout: 60_000 }, async () => {
    const { server, anna, conversationId, rows } = await begin({ streamSilenceMs: 1000 })
    const messageId = randomUUID()
    await server.palaver.database.query('INSERT INTO streams (message_id, conversation_id, user_id, touched_at) VALUES ($1, $2, $3, now())', [messageId, conversationId, anna])
    await server.palaver.database.transaction((tx) => setTimer(tx, 'stream', { key: messageId, data: { conversationId, messageId, userId: anna }, dueAt: new Date(Date.now() + 1000) }))
    await new Promise((resolve) => setTimeout(resolve, 3000))
    expect(await rows()).toBe(2)
    await expect.poll(() => rows(), { timeout: 20_000 }).toBe(0)
  })
})
