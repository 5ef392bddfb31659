import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendMessages } from '../../../src/features/messages/changes.ts'
import type { Database } from '../../../src/platform/database.ts'
import { createWriter } from '../../../src/platform/writer/writer.ts'
import { RecordingBus, seedConversation, seedPeople, textChange } from '../../support/community.ts'
import { createTestDatabase, dialects } from '../../support/databases.ts'

describe.each(dialects)('the writer on %s', (dialect) => {
  let database: Database
  beforeAll(async () => {
    database = await createTestDatabase(dialect)
  })
  afterAll(() => database.close())

  const setup = async (options: { maxQueued?: number; maxBatch?: number } = {}) => {
    const errors: unknown[] = []
    const bus = new RecordingBus()
    const writer = createWriter({ database, bus, now: Date.now, onError: (error) => errors.push(error) }, { lanes: dialect === 'pglite' ? 1 : 4, ...options })
    const [anna, ben] = (await seedPeople(database, 2)) as [string, string]
    const conversationId = await seedConversation(database, { userIds: [anna, ben] })
    return { writer, bus, errors, anna, ben, conversationId }
  }

  const stored = (conversationId: string) =>
    database.query<{ text: string; position: number; revision: number }>(
      `SELECT content ->> 'text' AS text, position, revision FROM messages WHERE conversation_id = $1 ORDER BY position`,
      [conversationId],
    )

  it('numbers messages in the order of their arrival, without holes', async () => {
    const { writer, bus, errors, anna, ben, conversationId } = await setup()
    const texts = Array.from({ length: 300 }, (_, index) => `message ${index}`)
    const answers = await Promise.all(texts.map((text, index) => writer.submit(sendMessages, textChange(conversationId, index % 2 ? anna : ben, text))))
    expect(answers.map(({ result }) => result.position)).toEqual(texts.map((_, index) => index + 1))
    expect((await stored(conversationId)).map((row) => row.text)).toEqual(texts)
    let revision = 1
    for (const event of bus.events) {
      expect(event).toMatchObject({ name: 'message.sent', id: conversationId, after: revision })
      expect(JSON.parse(event.frame)).toMatchObject({ t: 'evt', after: event.after, revision: event.revision })
      revision = event.revision
    }
    expect(revision).toBe(301)
    await writer.close()
    expect(errors).toEqual([])
    expect(await database.query('SELECT id FROM outbox')).toEqual([])
  })

  it('answers a repeated clientId with the first answer, within a batch and after it', async () => {
    const { writer, anna, conversationId } = await setup()
    const change = textChange(conversationId, anna, 'once')
    const again = () => ({ ...change, id: randomUUID() })
    const [first, ...others] = await Promise.all([change, again(), again()].map((each) => writer.submit(sendMessages, each)))
    const late = await writer.submit(sendMessages, again())
    expect(first?.replay).toBe(false)
    for (const other of [...others, late]) expect(other).toEqual({ result: first?.result, replay: true })
    await expect(writer.submit(sendMessages, textChange(conversationId, anna, 'other', { clientId: change.clientId }))).rejects.toMatchObject({ code: 'idempotency_conflict' })
    expect(await stored(conversationId)).toHaveLength(1)
    await writer.close()
  })

  it('refuses the second of two equal clientIds in one batch when its input is another', async () => {
    const { writer, anna, conversationId } = await setup()
    const clientId = randomUUID()
    const answers = await Promise.allSettled(['one', 'two'].map((text) => writer.submit(sendMessages, textChange(conversationId, anna, text, { clientId }))))
    expect(answers).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'idempotency_conflict' } }])
    await writer.close()
  })

  it('lets the others of a batch pass when SQL refuses one', async () => {
    const { writer, anna, conversationId } = await setup()
    const poison = textChange(conversationId, anna, 'a\u0000b')
    const changes = Array.from({ length: 20 }, (_, index) => (index === 7 ? poison : textChange(conversationId, anna, `m${index}`)))
    const answers = await Promise.allSettled(changes.map((change) => writer.submit(sendMessages, change)))
    expect(answers.map((answer) => answer.status)).toEqual(changes.map((change) => (change === poison ? 'rejected' : 'fulfilled')))
    expect(answers[7]).toMatchObject({ reason: { code: 'internal' } })
    expect((await stored(conversationId)).map((row) => row.position)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1))
    await writer.close()
  })

  it('refuses a change when too much waits, and every change once it is closed', async () => {
    const { writer, anna, conversationId } = await setup({ maxQueued: 3 })
    const answers = await Promise.allSettled(Array.from({ length: 5 }, (_, index) => writer.submit(sendMessages, textChange(conversationId, anna, `${index}`))))
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect(answers[3]).toMatchObject({ reason: { code: 'overloaded', retryable: true, retryAfterMs: expect.any(Number) } })
    await writer.close()
    await expect(writer.submit(sendMessages, textChange(conversationId, anna, 'late'))).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('refuses strangers and unknown conversations alike, and those whose role only reads', async () => {
    const { writer, anna, ben } = await setup()
    const [stranger] = (await seedPeople(database, 1)) as [string]
    const channel = await seedConversation(database, { type: 'channel', userIds: [anna, ben] })
    const refused = (change: ReturnType<typeof textChange>) => writer.submit(sendMessages, change).then(() => undefined, (error) => error.toBody())
    const unknown = await refused(textChange(randomUUID(), anna, 'x'))
    expect(unknown).toMatchObject({ code: 'not_found' })
    expect(await refused(textChange(channel, stranger, 'x'))).toEqual(unknown)
    expect(await refused(textChange(channel, ben, 'x'))).toMatchObject({ code: 'forbidden' })
    expect(await refused(textChange(channel, anna, 'x', { replyToId: randomUUID() }))).toMatchObject({ code: 'not_found', path: '/replyToId' })
    await writer.close()
  })
})
