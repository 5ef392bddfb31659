import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/adapters/open-database.ts'
import { endMemberships } from '../../../src/features/members/departures.ts'
import { sendMessages } from '../../../src/features/messages/changes.ts'
import type { SendChange } from '../../../src/features/messages/send-change.ts'
import type { Database } from '../../../src/platform/database.ts'
import type { Sql } from '../../../src/platform/sql.ts'
import { createWriter, type WriterOptions } from '../../../src/platform/writer/writer.ts'
import { RecordingBus, seedConversation, seedPeople, textChange } from '../../support/community.ts'
import { createPostgresUrl } from '../../support/databases.ts'

// Locks of another connection: another node, as far as the writer can tell. PGlite has only one.
describe('the writer beside another node', () => {
  let database: Database
  let other: pg.Client
  let anna: string, ben: string
  beforeAll(async () => {
    const url = await createPostgresUrl()
    database = await openDatabase({ databaseUrl: url })
    await database.migrate()
    other = new pg.Client(url)
    await other.connect()
    ;[anna, ben] = (await seedPeople(database, 2)) as [string, string]
  })
  afterAll(async () => {
    await other.end()
    await database.close()
  })

  const createNode = (options: Partial<WriterOptions> = {}) =>
    createWriter({ database, bus: new RecordingBus(), now: Date.now, onError: () => {} }, { lanes: 1, ...options })
  const group = () => seedConversation(database, { userIds: [anna, ben] })
  const lock = (conversationId: string) => other.query('SELECT 1 FROM conversations WHERE id = $1 FOR NO KEY UPDATE', [conversationId])
  const remove = (conversationId: string) => other.query(`UPDATE members SET state = 'removed' WHERE conversation_id = $1 AND user_id = $2`, [conversationId, ben])
  const texts = async (conversationId: string) =>
    (await database.query<{ text: string }>(`SELECT content ->> 'text' AS text FROM messages WHERE conversation_id = $1 ORDER BY position`, [conversationId])).map((row) => row.text)

  it('is not stalled by a locked conversation, whose changes keep their order', async () => {
    const writer = createNode()
    const [locked, free] = [await group(), await group()]
    await other.query('BEGIN')
    await lock(locked)
    const waiting = ['one', 'two', 'three'].map((text) => writer.submit(sendMessages, textChange(locked, anna, text)))
    await writer.submit(sendMessages, textChange(free, anna, 'passes'))
    const late = writer.submit(sendMessages, textChange(locked, anna, 'four'))
    expect(await texts(locked)).toEqual([])
    await other.query('COMMIT')
    await Promise.all([...waiting, late])
    expect(await texts(locked)).toEqual(['one', 'two', 'three', 'four'])
    await writer.close()
  })

  it('refuses as overloaded what waited too long for a locked conversation', async () => {
    const writer = createNode({ maxWaitMs: 60 })
    const locked = await group()
    await other.query('BEGIN')
    await lock(locked)
    await expect(writer.submit(sendMessages, textChange(locked, anna, 'x'))).rejects.toMatchObject({ code: 'overloaded', retryable: true })
    await other.query('ROLLBACK')
    await writer.submit(sendMessages, textChange(locked, anna, 'y'))
    expect(await texts(locked)).toEqual(['y'])
    await writer.close()
  })

  it('does not let a removed sender in who came while the removal held the lock', async () => {
    const writer = createNode()
    const conversationId = await group()
    await other.query('BEGIN')
    await lock(conversationId)
    await remove(conversationId)
    const sending = writer.submit(sendMessages, textChange(conversationId, ben, 'late'))
    const outcome = sending.then(() => 'sent', (error) => error.code)
    await other.query('COMMIT')
    expect(await outcome).toBe('not_found')
    expect(await texts(conversationId)).toEqual([])
    await writer.close()
  })

  // One message and a batch are written by different functions.
  it.each([1, 2])('does not let a removed sender in whose statement began before the removal was committed, with %i messages', async (size) => {
    const conversationId = await group()
    const gate = 4711
    let seenByStatement: string | undefined
    // The statement takes its snapshot, then waits at the gate before the function runs: only snapshots of the function's own can see
    // what was committed meanwhile.
    const gated: Sql = {
      async query<Row extends object>(text: string, params: readonly unknown[] = []) {
        const opened = `(SELECT (pg_advisory_lock(${gate}), pg_advisory_unlock(${gate})) IS NULL) AS gate`
        const state = `(SELECT state FROM members WHERE conversation_id = '${conversationId}' AND user_id = '${ben}') AS state`
        const rows = await database.query<Row & { state: string }>(text.replace('SELECT palaver_send', `SELECT ${opened}, ${state}, palaver_send`), params)
        seenByStatement = rows[0]?.state
        return rows
      },
    }
    await other.query('SELECT pg_advisory_lock($1)', [gate])
    const sending = sendMessages.writeAlone(gated, Array.from({ length: size }, () => textChange(conversationId, ben, 'late')), { reuse: null })
    await waitUntil(async () => (await other.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%palaver_send%' AND datname = current_database()`)).rowCount === 1)
    await other.query('BEGIN')
    await lock(conversationId)
    await remove(conversationId)
    await other.query('COMMIT')
    await other.query('SELECT pg_advisory_unlock($1)', [gate])
    expect((await sending).outcomes).toMatchObject(Array.from({ length: size }, () => ({ ok: false, error: { code: 'not_found' } })))
    expect(seenByStatement).toBe('active')
    expect(await texts(conversationId)).toEqual([])
  })

  it('keeps one order and lets nobody in after their removal when two nodes write at once', async () => {
    for (let round = 0; round < 10; round++) {
      const conversationId = await group()
      const nodes = [createNode(), createNode({ maxBatch: 3 })]
      const removal = { conversationId, callerId: anna, appRole: 'user', userId: ben } as const
      const sending = Array.from({ length: 40 }, (_, index) => {
        const node = nodes[index % 2]
        if (index === 20) return node?.submit(endMemberships, removal)
        return node?.submit(sendMessages, textChange(conversationId, index % 3 ? ben : anna, `${index}`))
      })
      await Promise.allSettled(sending)
      await Promise.all(nodes.map((node) => node.close()))
      const rows = await database.query<{ position: number; revision: number; sender_id: string }>(
        'SELECT position, revision, sender_id FROM messages WHERE conversation_id = $1 ORDER BY position',
        [conversationId],
      )
      const [removed] = await database.query<{ revision: number }>(`SELECT revision FROM members WHERE conversation_id = $1 AND state = 'removed'`, [conversationId])
      expect(rows.map((row) => row.position)).toEqual(rows.map((_, index) => index + 1))
      expect([...rows.map((row) => row.revision), removed?.revision].sort((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: rows.length + 1 }, (_, index) => index + 2))
      expect(rows.filter((row) => row.sender_id === ben && row.revision > (removed?.revision ?? 0))).toEqual([])
      // The fifteenth tells of the removal.
      expect(rows.filter((row) => row.sender_id === anna)).toHaveLength(15)
    }
  })

  it('gives each message once while its connections are cut again and again', async () => {
    const conversationId = await group()
    const writer = createNode({ maxBatch: 5 })
    const changes = Array.from({ length: 600 }, (_, index) => textChange(conversationId, anna, `${index}`))
    let cutting = true
    const cuts = (async () => {
      for (; cutting; await new Promise((resolve) => setTimeout(resolve, 40))) {
        await other.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()')
      }
    })()
    // As a client does: the same clientId again after a retryable error.
    const sendUntilAnswered = async (change: SendChange): Promise<number> => {
      for (;;) {
        const answer = await writer.submit(sendMessages, change).catch((error: { retryable: boolean }) => error)
        if ('result' in answer) return answer.result.position
        expect(answer).toMatchObject({ retryable: true })
      }
    }
    const positions: number[] = []
    for (let index = 0; index < changes.length; index += 10) positions.push(...(await Promise.all(changes.slice(index, index + 10).map(sendUntilAnswered))))
    cutting = false
    await cuts
    expect(positions.sort((a, b) => a - b)).toEqual(changes.map((_, index) => index + 1))
    expect((await texts(conversationId)).sort()).toEqual(changes.map(({ content }) => (content.kind === 'text' ? content.text : content.kind)).sort())
    await writer.close()
  })

  it('answers unknown conversations at once instead of waiting for them', async () => {
    const writer = createNode()
    await expect(writer.submit(sendMessages, textChange(randomUUID(), anna, 'x'))).rejects.toMatchObject({ code: 'not_found' })
    await writer.close()
  })
})

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('unable to go on; what was waited for did not come')
}
