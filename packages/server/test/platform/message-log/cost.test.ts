import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../../src/platform/database.ts'
import { type MessageLog, createMessageLog } from '../../../src/platform/message-log/message-log.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { createTestDatabase } from '../../support/databases.ts'
import { seedMessages } from '../../support/history.ts'

const members = 1500
const messages = 20_000

let database: Database
let log: MessageLog
let viewer = ''
let id = ''
beforeAll(async () => {
  // One connection, so that it can be told to count at once.
  database = await createTestDatabase('postgres', { poolSize: 1 })
  log = createMessageLog(database)
  const people = await seedPeople(database, members)
  viewer = people[0] ?? ''
  id = await seedConversation(database, { userIds: people })
  await seedMessages(database, id, viewer, messages)
  await database.query('ANALYZE')
})
afterAll(() => database.close())

const rowsRead = async (): Promise<number> => {
  await database.query('SELECT pg_stat_force_next_flush()')
  const [row] = await database.query<{ read: number }>(
    'SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS read FROM pg_stat_user_tables',
  )
  return row?.read ?? 0
}

const head = messages + 1
test.each<[string, number, () => Promise<unknown>]>([
  ['changes near the head', 30, () => log.changes({ conversationId: id, userId: viewer, since: head - 5, limit: 1000 })],
  ['changes of nothing', 5, () => log.changes({ conversationId: id, userId: viewer, since: head, limit: 1000 })],
  ['a reset', 5, () => log.changes({ conversationId: id, userId: viewer, since: 1, limit: 1000 })],
  ['sync near the head', 30, () => log.sync(viewer, [[id, head - 5, 0]])],
  ['sync from the beginning', 10, () => log.sync(viewer, [[id, 0, 0]])],
  ['heads', 10, () => log.heads([id])],
  ['missed rows', 30, () => log.missed(id, head - 5)],
  ['user changes', 10, () => log.userChanges(viewer, 0, 100)],
])('%s read at most %i rows, whatever history and members', async (_what, most, read) => {
  // Six times, so that a generic plan would have taken over.
  for (let index = 0; index < 6; index += 1) await read()
  const before = await rowsRead()
  await read()
  expect((await rowsRead()) - before).toBeLessThanOrEqual(most)
})

test('the count sees what is read', async () => {
  const before = await rowsRead()
  await log.changes({ conversationId: id, userId: viewer, since: head - 900, limit: 1000 })
  expect((await rowsRead()) - before).toBeGreaterThanOrEqual(900)
})
