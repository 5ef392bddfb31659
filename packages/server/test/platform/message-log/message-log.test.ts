import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/platform/database.ts'
import { type MessageLog, createMessageLog } from '../../../src/platform/message-log/message-log.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { createTestDatabase, dialects } from '../../support/databases.ts'
import { changeMember, seedMessages } from '../../support/history.ts'

const positions = (messages: readonly { position: number }[] | undefined): number[] => (messages ?? []).map(({ position }) => position)
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe.each(dialects)('the message log on %s', (dialect) => {
  let database: Database
  let log: MessageLog
  let anna = ''
  let ben = ''
  beforeAll(async () => {
    database = await createTestDatabase(dialect)
    log = createMessageLog(database)
    ;[anna = '', ben = ''] = await seedPeople(database, 2)
  })
  afterAll(() => database.close())

  const conversation = async (messages: number, options: { history?: 'beginning' | 'join' } = {}): Promise<string> => {
    const id = await seedConversation(database, { userIds: [anna, ben], ...options })
    if (messages > 0) await seedMessages(database, id, ben, messages)
    return id
  }
  const changes = (conversationId: string, since: number, limit = 1000, userId = anna) => log.changes({ conversationId, userId, since, limit })

  test('a viewer gets every row after the revision, and stands at the head', async () => {
    const id = await conversation(3)
    const all = await changes(id, 0)
    expect(all).toMatchObject({ after: 0, upTo: 4, rows: { conversation: { id, type: 'group', revision: 1, settings: { history: 'beginning' } } } })
    expect(all?.rows.members).toHaveLength(2)
    expect(positions(all?.rows.messages)).toEqual([1, 2, 3])
    expect(all?.rows.messages?.[0]).toMatchObject({ revision: 2, senderId: ben, content: { kind: 'text', text: 'message 1' }, createdAt: expect.any(Number) })
    expect(await changes(id, 3)).toEqual({ after: 3, upTo: 4, rows: { memberCount: 2, messages: [expect.objectContaining({ position: 3 })] } })
    expect(await changes(id, 4)).toEqual({ after: 4, upTo: 4, rows: {} })
  })

  test('an answer is cut between revisions, never inside one', async () => {
    const id = await conversation(5)
    const first = await changes(id, 0, 1)
    expect(first).toMatchObject({ upTo: 1, more: true })
    expect(first?.rows.members).toHaveLength(2)
    const second = await changes(id, first?.upTo ?? 0, 3)
    expect(second).toMatchObject({ after: 1, upTo: 4, more: true })
    expect(positions(second?.rows.messages)).toEqual([1, 2, 3])
    const third = await changes(id, second?.upTo ?? 0, 3)
    expect(third).toMatchObject({ upTo: 6 })
    expect(third?.more).toBeUndefined()
  })

  test('a thousand changes are one answer, one more is a reset', async () => {
    const id = await conversation(1001)
    expect(positions((await changes(id, 2))?.rows.messages)).toEqual(range(2, 1001))
    expect(await changes(id, 1)).toEqual({ after: 1, upTo: 1002, rows: {}, reset: true })
  })

  test('refusal 28: a revision above the head or below the floor is reset', async () => {
    const id = await conversation(10)
    expect(await changes(id, 12)).toEqual({ after: 12, upTo: 11, rows: {}, reset: true })
    expect(await changes(id, Number.MAX_SAFE_INTEGER)).toMatchObject({ reset: true, upTo: 11 })
    await database.query('UPDATE conversations SET floor_position = 5 WHERE id = $1', [id])
    expect(await changes(id, 4)).toMatchObject({ reset: true })
    expect(positions((await changes(id, 5))?.rows.messages)).toEqual(range(5, 10))
  })

  test('refusal 1: whoever is not in it gets the same as for what does not exist', async () => {
    const id = await conversation(3)
    const [stranger = ''] = await seedPeople(database, 1)
    expect(await changes(id, 0, 10, stranger)).toBeUndefined()
    expect(await changes(randomUUID(), 0)).toBeUndefined()
    expect(await log.sync(stranger, [[id, 0, 0], [randomUUID(), 0, 0]])).toEqual([])
  })

  test('refusal 3: somebody removed gets nothing, whatever their cursor', async () => {
    const id = await conversation(3)
    await changeMember(database, id, anna, 'removed')
    await seedMessages(database, id, ben, 1)
    for (const since of [0, 2, 4, 5, 6]) expect(await changes(id, since)).toBeUndefined()
    expect(await log.sync(anna, [[id, 4, 0]])).toEqual([])
    const { memberships } = await log.userChanges(anna, 0, 100)
    expect(memberships).toContainEqual(expect.objectContaining({ conversationId: id, state: 'removed' }))
  })

  test('messages before visibleFrom stay hidden by every read', async () => {
    const id = await conversation(4)
    await database.query('UPDATE members SET visible_from = 4 WHERE conversation_id = $1 AND user_id = $2', [id, anna])
    expect(positions((await changes(id, 0))?.rows.messages)).toEqual([4])
    const [synced] = await log.sync(anna, [[id, 0, 0]])
    expect(positions(synced?.answer?.changes?.rows.messages)).toEqual([4])
    await database.query('UPDATE members SET visible_from = 5 WHERE conversation_id = $1 AND user_id = $2', [id, anna])
    const [hidden] = await log.sync(anna, [[id, 0, 0]])
    expect(hidden?.answer?.head.lastMessage).toBeUndefined()
    expect(hidden?.answer?.changes?.rows.messages).toBeUndefined()
  })

  test('sync tells only what differs, in the order asked, and marks what it leaves out', async () => {
    const [same, few, many, ahead] = [await conversation(1), await conversation(2), await conversation(60), await conversation(1)]
    const synced = await log.sync(anna, [[many, 1, 1], [same, 2, 1], [few, 1, 1], [ahead, 9, 1]])
    expect(synced.map(({ id }) => id)).toEqual([many, same, few, ahead])
    expect(synced[0]?.answer).toMatchObject({ head: { revision: 61, position: 60, lastMessage: { position: 60 } }, changes: { after: 1, upTo: 1, rows: {}, more: true } })
    expect(synced[1]?.answer).toBeUndefined()
    expect(positions(synced[2]?.answer?.changes?.rows.messages)).toEqual([1, 2])
    expect(synced[2]?.answer?.changes).toMatchObject({ after: 1, upTo: 3 })
    expect(synced[3]).toMatchObject({ ahead: true, answer: { changes: { reset: true, upTo: 2 } } })
  })

  test('an answer holds at most 500 rows', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => conversation(50)))
    const synced = await log.sync(anna, ids.map((id) => [id, 1, 0]))
    const rows = synced.map(({ answer }) => answer?.changes?.rows.messages?.length ?? 0)
    expect(rows).toEqual([...Array.from({ length: 10 }, () => 50), 0, 0])
    expect(synced[11]?.answer?.changes).toMatchObject({ after: 1, upTo: 1, more: true })
  })

  test('marks come when they moved after the number that is known', async () => {
    const id = await conversation(3)
    await database.query('UPDATE conversations SET marks_revision = 2 WHERE id = $1', [id])
    await database.query('UPDATE members SET marks_revision = 2, delivered_position = 3, read_position = 2 WHERE conversation_id = $1 AND user_id = $2', [id, ben])
    const [synced] = await log.sync(anna, [[id, 4, 1]])
    expect(synced?.answer).toMatchObject({ marks: { marksRevision: 2, marks: [{ userId: ben, delivered: 3, read: 2 }] } })
    expect(synced?.answer?.changes).toBeUndefined()
    expect((await log.sync(anna, [[id, 4, 2]]))[0]?.answer).toBeUndefined()
  })

  test('a client that holds no marks is sent those of all members, moved or not', async () => {
    const [synced] = await log.sync(anna, [[await conversation(3), 4, 0]])
    expect(synced?.answer?.marks?.marks.map(({ userId }) => userId).sort()).toEqual([anna, ben].sort())
    expect(synced?.answer?.changes).toBeUndefined()
  })

  test("user changes are the caller's memberships, paged between revisions", async () => {
    const [carla = ''] = await seedPeople(database, 1)
    const ids = []
    for (let index = 0; index < 4; index += 1) ids.push(await seedConversation(database, { userIds: [carla] }))
    const first = await log.userChanges(carla, 0, 3)
    expect(first).toMatchObject({ after: 0, upTo: 3, more: true, memberships: [{ conversationId: ids[0] }, { conversationId: ids[1] }, { conversationId: ids[2] }] })
    expect(await log.userChanges(carla, 3, 3)).toMatchObject({ upTo: 4, memberships: [{ conversationId: ids[3], role: 'owner', visibleFrom: 1, revision: 4 }] })
    expect(await log.userChanges(carla, 99, 10)).toMatchObject({ after: 0, upTo: 4, reset: true })
    expect(await log.userChanges(randomUUID(), 5, 10)).toEqual({ after: 5, upTo: 5, memberships: [] })
  })

  test('heads, cursors and missed rows are told whoever looks', async () => {
    const id = await conversation(2)
    const empty = await conversation(0)
    const heads = await log.heads([id, empty, randomUUID()])
    expect(heads.find((head) => head.id === id)).toMatchObject({ revision: 3, position: 2, memberCount: 2, lastMessage: { position: 2 } })
    expect(heads.find((head) => head.id === empty)).not.toHaveProperty('lastMessage')
    expect(await log.cursors([id])).toEqual([[id, 3, 1]])
    await changeMember(database, id, anna, 'left')
    const missed = await log.missed(id, 2)
    expect(missed).toMatchObject({ revision: 4, ended: [anna], rows: { messages: [{ position: 2 }], members: [{ userId: anna, state: 'left' }] } })
    await seedMessages(database, id, ben, 1100)
    expect(await log.missed(id, 2)).toEqual({ revision: 1104, ended: [anna] })
  })
})
