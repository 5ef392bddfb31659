import { randomUUID } from 'node:crypto'
import type { PrivateRow } from '@palaver/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRelay } from '../../../src/platform/relay/relay.ts'
import { RecordingBus, seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('private rows on %s', (dialect) => {
  let bench: ConversationBench
  beforeAll(async () => {
    bench = await createConversationBench(dialect, { quietMs: 60_000 })
  })
  afterAll(() => bench.close())

  /** Somebody with conversations of their own. */
  const arrange = async (count: number) => {
    const [anna] = (await seedPeople(bench.database, 1)) as [string]
    const ids: string[] = []
    for (let at = 0; at < count; at++) ids.push(await seedConversation(bench.database, { userIds: [anna] }))
    const set = (conversationId: string, text: string, editedAt = Date.now()) => bench.run('draft.set', anna, { conversationId, text, editedAt })
    const head = (await bench.run('user.changes', anna, { since: 0 })).upTo
    return { anna, ids, set, head }
  }
  const eventsOf = (userId: string) => bench.bus.events.filter((event) => event.id === userId).map((event) => JSON.parse(event.frame))

  it('an attempt that is held up does not undo what was done after it was made again (MSG-7)', async () => {
    const { anna, ids: [conversationId = ''] } = await arrange(1)
    const at = Date.now() + 3_600_000
    const text = (words: string) => ({ kind: 'text', text: words }) as const
    const { id: messageId } = await bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: text('here') })
    const scheduledId = randomUUID()
    await bench.run('message.schedule', anna, { conversationId, clientId: scheduledId, at, content: text('first') })
    const changes = [
      ['saved.add', { conversationId, messageId }, 'saved.remove', { messageId }],
      ['reminder.set', { conversationId, messageId, at }, 'reminder.cancel', { messageId }],
      ['message.hide', { conversationId, messageIds: [messageId] }, 'message.unhide', { messageIds: [messageId] }],
      ['thread.follow', { conversationId, threadId: messageId }, 'thread.unfollow', { threadId: messageId }],
      ['scheduled.update', { scheduledId, content: text('second') }, 'scheduled.update', { scheduledId, content: text('third') }],
    ] as const
    for (const [name, input, undo, undone] of changes) {
      const first = { ...input, clientId: randomUUID() }
      await bench.runRaw(name, anna, first)
      const { output } = await bench.runRaw(undo, anna, { ...undone, clientId: randomUUID() })
      expect([name, await bench.runRaw(name, anna, first)]).toEqual([name, { output, replay: true }])
      expect(await bench.refusal(undo, anna, { ...undone, clientId: first.clientId })).toMatchObject({ code: 'idempotency_conflict', path: '/clientId' })
    }
  })

  it('takes one userRevision for each change and tells the person alone of it', async () => {
    const { anna, ids, set, head } = await arrange(1)
    const { rows } = await set(ids[0]!, 'one')
    expect(rows).toMatchObject([{ kind: 'draft', key: ids[0], revision: head + 1, value: { text: 'one' } }])
    expect(eventsOf(anna)).toMatchObject([{ name: 'private.changed', scope: 'user', after: head, revision: head + 1, payload: { rows } }])
    expect(await bench.run('user.changes', anna, { since: head })).toEqual({ after: head, upTo: head + 1, memberships: [], rows })
  })

  it('takes none when nothing changes', async () => {
    const { anna, ids, set } = await arrange(1)
    const at = Date.now()
    const first = await set(ids[0]!, 'same', at)
    expect(await set(ids[0]!, 'same', at)).toEqual(first)
    expect(eventsOf(anna)).toHaveLength(1)
  })

  it('keeps the order of one person, whatever comes together, and numbers without a hole', async () => {
    const { anna, ids, set, head } = await arrange(2)
    const at = Date.now()
    await Promise.all(Array.from({ length: 20 }, (_, turn) => set(ids[turn % 2]!, `turn ${turn}`, at + turn - 1000)))
    const numbers = eventsOf(anna).map(({ after, revision }) => [after, revision])
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, turn) => [head + turn, head + turn + 1]))
    const { rows } = await bench.run('user.changes', anna, { since: head })
    expect(rows).toMatchObject([{ key: ids[0], value: { text: 'turn 18' } }, { key: ids[1], value: { text: 'turn 19' } }])
  })

  it('leaves a tombstone, which those who begin with nothing are not told of', async () => {
    const { anna, ids, set, head } = await arrange(1)
    await set(ids[0]!, 'one')
    const { rows } = await set(ids[0]!, '')
    expect(rows).toEqual([{ kind: 'draft', key: ids[0], revision: head + 2 }])
    expect((await bench.run('user.changes', anna, { since: head })).rows).toEqual(rows)
    const whole = await bench.run('user.changes', anna, { since: 0 })
    expect(whole).toMatchObject({ upTo: head + 2, memberships: [{ conversationId: ids[0] }] })
    expect(whole).not.toHaveProperty('rows')
  })

  it('comes in pages with memberships, none left out, none twice', async () => {
    const { anna, ids, set } = await arrange(7)
    for (const id of ids) await set(id, 'words')
    for (const limit of [1, 2, 3, 5, 100]) {
      const seen: string[] = []
      let since = 0
      for (let more: boolean | undefined = true; more; ) {
        const page = await bench.run('user.changes', anna, { since, limit })
        seen.push(...page.memberships.map((one) => `m ${one.conversationId}`), ...(page.rows ?? []).map((one) => `p ${one.key}`))
        expect(page.memberships.length + (page.rows ?? []).length).toBeLessThanOrEqual(limit)
        since = page.upTo
        more = page.more
      }
      expect(seen.sort()).toEqual([...ids.map((id) => `m ${id}`), ...ids.map((id) => `p ${id}`)].sort())
    }
  })

  it('comes in several answers when it is much', async () => {
    const { anna, ids, set, head } = await arrange(30)
    for (const id of ids) await set(id, '\u{1F600}'.repeat(5000), Date.now())
    const rows: PrivateRow[] = []
    let answers = 0
    for (let since = head, more: boolean | undefined = true; more; answers++) {
      const page = await bench.run('user.changes', anna, { since })
      expect(JSON.stringify(page.rows).length).toBeLessThan(400_000)
      rows.push(...(page.rows ?? []))
      since = page.upTo
      more = page.more
    }
    expect(answers).toBeGreaterThan(1)
    expect(new Set(rows.map((row) => row.key))).toEqual(new Set(ids))
    expect(rows).toHaveLength(30)
  })

  it('is published by the relay when its node could not', async () => {
    const { ids, set } = await arrange(1)
    const bus = new RecordingBus()
    const relay = createRelay({ database: bench.database, bus, onError: (error) => { throw error }, olderThanMs: 0 })
    await relay.runOnce()
    bus.messages.length = 0
    bench.bus.messages.length = 0
    await set(ids[0]!, 'lost')
    await relay.runOnce()
    const plain = ({ events }: RecordingBus) => events.map((event) => ({ ...event, frame: JSON.parse(event.frame) }))
    expect(plain(bus)).toEqual(plain(bench.bus))
    expect(plain(bus)).toMatchObject([{ name: 'private.changed' }])
    await relay.stop()
  })

  it('counts what there is, not what was taken away', async () => {
    const { anna, ids, set } = await arrange(2)
    await bench.database.query(
      `INSERT INTO private_rows (user_id, kind, key, revision, value, changed_at) SELECT $1, 'draft', 'k' || n, 1, '{"text":"x","editedAt":1}', now() FROM generate_series(1, 499) n`,
      [anna],
    )
    await set(ids[0]!, 'the last one')
    expect(await bench.refusal('draft.set', anna, { conversationId: ids[1], text: 'too many', editedAt: 1 })).toMatchObject({ code: 'forbidden' })
    await set(ids[0]!, 'changed still')
    await set(ids[0]!, '')
    await set(ids[1]!, 'room again')
  })

  it('is nobody else\'s', async () => {
    const { ids, set } = await arrange(1)
    await set(ids[0]!, 'mine')
    const [ben] = (await seedPeople(bench.database, 1)) as [string]
    expect(await bench.run('user.changes', ben, { since: 0 })).not.toHaveProperty('rows')
    expect(await bench.refusal('draft.set', ben, { conversationId: randomUUID(), text: 'x', editedAt: 1 })).toMatchObject({ code: 'not_found' })
  })
})
