import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('deletions on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string, ben: string, mod: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna, ben, mod] = (await seedPeople(bench.database, 3)) as [string, string, string]
  })
  afterAll(() => bench.close())

  const text = (value: string) => ({ kind: 'text', text: value }) as const
  const conversation = () => seedConversation(bench.database, { userIds: [anna, ben] })
  const send = (conversationId: string, value = 'one', more: object = {}) =>
    bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: text(value), custom: { mood: value }, ...more })
  const get = async (conversationId: string, messageId: string) => (await bench.run('message.get', ben, { conversationId, messageId })).message
  const edit = (conversationId: string, messageId: string, value: string, clientId: string = randomUUID()) =>
    bench.run('message.edit', anna, { conversationId, messageId, clientId, content: text(value) })
  const audit = async (conversationId: string) => (await bench.run('message.deleted', mod, { conversationId }, 'moderator')).deleted

  /** The tables in which a text stands, whatever the column. */
  async function tablesWith(value: string): Promise<string[]> {
    const tables = await bench.database.query<{ name: string }>(
      `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    )
    const found: string[] = []
    for (const { name } of tables) {
      const [row] = await bench.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${name} t WHERE t::text LIKE '%' || $1 || '%'`, [value])
      if (row!.n > 0) found.push(name)
    }
    return found
  }

  it('leaves a stub in place, whose next revision everybody is told', async () => {
    const conversationId = await conversation()
    const sent = await send(conversationId)
    const reply = await send(conversationId, 'two', { replyToId: sent.id })
    const before = await get(conversationId, sent.id)
    const { message } = await bench.run('message.delete', anna, { conversationId, messageId: sent.id })
    const { custom: _custom, ...kept } = before
    expect(message).toEqual({ ...kept, revision: reply.revision + 1, content: { kind: 'deleted', by: anna, at: expect.any(Number) } })
    expect(await get(conversationId, sent.id)).toEqual(message)
    expect((await get(conversationId, reply.id)).replyTo).toEqual({ id: sent.id, position: 1 })
    const changes = await bench.run('conversation.changes', ben, { conversationId, since: reply.revision })
    expect(changes).toEqual({ after: reply.revision, upTo: message.revision, rows: { memberCount: 2, messages: [message] } })
  })

  it('is done once: deleting again changes nothing', async () => {
    const conversationId = await conversation()
    const { id: messageId } = await send(conversationId)
    const named = { conversationId, messageId }
    const [first, second] = await Promise.all([bench.run('message.delete', anna, named), bench.run('message.delete', anna, named)])
    expect(second).toEqual(first)
    expect(await bench.run('message.delete', anna, named)).toEqual(first)
  })

  it('keeps the text in no table but those of auditors, nor what it said before its edits', async () => {
    const conversationId = await conversation()
    const [first, last] = [`first-${randomUUID()}`, `last-${randomUUID()}`]
    const { id: messageId } = await send(conversationId, first)
    await edit(conversationId, messageId, last)
    expect(await tablesWith(first)).toEqual(['public.message_edits', 'public.messages'])
    expect(await tablesWith(last)).toEqual(['public.messages'])
    await bench.run('message.delete', anna, { conversationId, messageId })
    expect(await tablesWith(first)).toEqual(['public.deleted_edits', 'public.deleted_messages'])
    expect(await tablesWith(last)).toEqual(['public.deleted_messages'])
    await bench.run('message.restore', anna, { conversationId, messageId })
    expect(await tablesWith(first)).toEqual(['public.message_edits', 'public.messages'])
  })

  it('gives the text to no command or event of members', async () => {
    const conversationId = await conversation()
    const secret = `secret-${randomUUID()}`
    const { id: messageId } = await send(conversationId, secret)
    const clientId = randomUUID()
    await edit(conversationId, messageId, `${secret} still`, clientId)
    bench.bus.messages.length = 0
    await bench.run('message.delete', anna, { conversationId, messageId })
    const answers = [
      await bench.run('message.get', anna, { conversationId, messageId }),
      await bench.run('message.list', anna, { conversationId }),
      await bench.run('message.edits', anna, { conversationId, messageId }),
      await bench.run('conversation.list', anna, {}),
      await bench.run('conversation.get', ben, { conversationId }),
      await bench.run('conversation.changes', ben, { conversationId, since: 1 }),
      await edit(conversationId, messageId, `${secret} still`, clientId),
      bench.bus.messages,
    ]
    expect(JSON.stringify(answers)).not.toContain(secret)
    expect(await bench.refusal('message.edit', anna, { conversationId, messageId, clientId: randomUUID(), content: text('new') })).toMatchObject({ code: 'not_found' })
  })

  it('is undone: the row is as before apart from its revision, edits too', async () => {
    const conversationId = await conversation()
    const { id: messageId } = await send(conversationId)
    await edit(conversationId, messageId, 'two')
    const before = await get(conversationId, messageId)
    const edits = await bench.run('message.edits', ben, { conversationId, messageId })
    const { message: deleted } = await bench.run('message.delete', anna, { conversationId, messageId })
    const { message: restored } = await bench.run('message.restore', anna, { conversationId, messageId })
    expect(restored).toEqual({ ...before, revision: deleted.revision + 1 })
    expect(await get(conversationId, messageId)).toEqual(restored)
    expect(await bench.run('message.edits', ben, { conversationId, messageId })).toEqual(edits)
    expect(await audit(conversationId)).toEqual([])
    expect((await bench.run('message.restore', ben, { conversationId, messageId })).message).toEqual(restored)
    expect((await bench.run('message.delete', anna, { conversationId, messageId })).message.content.kind).toBe('deleted')
  })

  it('is undone by who deleted it, and only for a while by the clock of the database', async () => {
    const conversationId = await conversation()
    const { id: messageId } = await send(conversationId)
    const named = { conversationId, messageId }
    await bench.run('message.delete', anna, named)
    expect(await bench.refusal('message.restore', ben, named)).toMatchObject({ code: 'forbidden', message: 'unable to restore the message; somebody else deleted it' })
    await bench.database.query(`UPDATE messages SET content = jsonb_set(content, '{at}', to_jsonb((content ->> 'at')::bigint - 31000)) WHERE id = $1`, [messageId])
    expect(await bench.refusal('message.restore', anna, named)).toMatchObject({ code: 'forbidden', message: 'unable to restore the message; the time for it is over' })
  })

  it('reaches what people of lower rank sent, and nobody of the same or a higher one', async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna, ben, mod] })
    const setRole = (userId: string, role: string) => bench.database.query('UPDATE members SET role = $3 WHERE conversation_id = $1 AND user_id = $2', [conversationId, userId, role])
    await setRole(mod, 'moderator')
    await setRole(anna, 'moderator')
    const { id: messageId } = await send(conversationId)
    expect(await bench.refusal('message.delete', mod, { conversationId, messageId })).toMatchObject({ code: 'forbidden' })
    await setRole(anna, 'member')
    expect((await bench.run('message.delete', mod, { conversationId, messageId })).message.content).toMatchObject({ kind: 'deleted', by: mod })
    expect(await bench.refusal('message.restore', anna, { conversationId, messageId })).toMatchObject({ code: 'forbidden' })
  })

  it('leaves out what is deleted from the unread', async () => {
    const conversationId = await conversation()
    const { id: messageId } = await send(conversationId)
    await send(conversationId)
    await bench.run('message.delete', anna, { conversationId, messageId })
    expect((await bench.run('conversation.get', ben, { conversationId })).unread).toBe(1)
  })

  it('shows auditors what was said, the latest in the conversation first, in pages', async () => {
    const conversationId = await conversation()
    const sent = [await send(conversationId, 'one'), await send(conversationId, 'two'), await send(conversationId, 'three')]
    await edit(conversationId, sent[1]!.id, 'two and a half')
    await edit(conversationId, sent[1]!.id, 'two and three quarters')
    for (const { id: messageId } of sent) await bench.run('message.delete', anna, { conversationId, messageId })
    const page = await bench.run('message.deleted', mod, { conversationId, limit: 2 }, 'admin')
    expect(page).toMatchObject({
      deleted: [
        { message: { position: 3, content: text('three'), custom: { mood: 'three' }, senderId: anna }, deletedBy: anna, deletedAt: expect.any(Number) },
        { message: { position: 2, content: text('two and three quarters'), editedAt: expect.any(Number) } },
      ],
      hasMore: true,
    })
    expect(await bench.run('message.deleted', mod, { conversationId, before: 2, limit: 2 }, 'admin')).toMatchObject({ deleted: [{ message: { content: text('one') } }], hasMore: false })
    const edits = { conversationId, messageId: sent[1]!.id, limit: 1 }
    const newest = await bench.run('message.deletedEdits', mod, edits, 'moderator')
    expect(newest).toMatchObject({ edits: [{ content: text('two and a half') }], hasMore: true })
    expect(await bench.run('message.deletedEdits', mod, { ...edits, before: newest.edits[0]!.revision }, 'moderator')).toMatchObject({ edits: [{ content: text('two') }], hasMore: false })
  })

  it('leaves the answer to a send that comes again as it was', async () => {
    const conversationId = await conversation()
    const input = { conversationId, clientId: randomUUID(), content: text('one') }
    const sent = await bench.run('message.send', anna, input)
    await bench.run('message.delete', anna, { conversationId, messageId: sent.id })
    expect(await bench.run('message.send', anna, input)).toEqual(sent)
    expect(await bench.refusal('message.send', anna, { ...input, content: text('two') })).toMatchObject({ code: 'idempotency_conflict' })
  })

  it('does not reach system messages, nor what a member may not read', async () => {
    const conversationId = await conversation()
    const { id: messageId } = await send(conversationId)
    await bench.run('member.leave', ben, { conversationId })
    const { messages } = await bench.run('message.list', anna, { conversationId })
    expect(await bench.refusal('message.delete', anna, { conversationId, messageId: messages.at(-1)!.id })).toMatchObject({ code: 'forbidden' })
    await bench.database.query('UPDATE members SET visible_from = 2 WHERE conversation_id = $1 AND user_id = $2', [conversationId, anna])
    expect(await bench.refusal('message.delete', anna, { conversationId, messageId })).toMatchObject({ code: 'not_found' })
  })
})
