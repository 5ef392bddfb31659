import { randomUUID } from 'node:crypto'
import type { CommandInput } from '@palaver/protocol'
import { describe, expect, it } from 'vitest'
import { shareTestServer, type TestServer } from '../../support/test-server.ts'

const appKey = 'an-app-key-of-the-host-of-32-letters'
const server = shareTestServer({ appKeys: [appKey] })
let count = 0

/** A group of two, in which the first has said something. */
async function begin({ palaver: { admin } }: TestServer) {
  const names = [`flags${++count}`, `flags${++count}`] as const
  const [anna, ben] = [admin.as(names[0]), admin.as(names[1])]
  const [annaId, benId] = [(await admin.mintToken({ externalId: names[0] })).userId, (await admin.mintToken({ externalId: names[1] })).userId]
  const conversationId = (await anna.createConversation({ name: 'A group', memberIds: [benId] })).conversation.id
  const messageId = (await anna.send(conversationId, 'something bad')).id
  const flag = (more: Partial<CommandInput<'message.flag'>> = {}) => ben.run('message.flag', { conversationId, messageId, reason: 'spam', ...more })
  const open = async () => (await admin.listFlags({ limit: 100 })).flags.filter(({ message }) => message.id === messageId)
  return { admin, anna, ben, annaId, benId, conversationId, messageId, flag, open }
}

describe('flags', () => {
  it('stand once for each person and message, as they were given last', async () => {
    const { flag, open, benId, messageId, conversationId } = await begin(server())
    const first = await flag({ note: 'Look at this' })
    expect(await flag({ note: 'Look at this' })).toEqual(first)
    const again = await flag({ reason: 'hate' })
    expect(again.flag).toEqual({ messageId, reason: 'hate', flaggedAt: first.flag.flaggedAt })
    const [only, ...more] = await open()
    expect(more).toEqual([])
    expect(only).toMatchObject({ userId: benId, conversationId, reason: 'hate', message: { content: { text: 'something bad' } } })
    expect(only).not.toHaveProperty('note')
  })

  it('change nothing that members could see', async () => {
    const { ben, flag, conversationId, messageId } = await begin(server())
    const before = [await ben.run('message.get', { conversationId, messageId }), (await ben.run('conversation.get', { conversationId })).head.revision]
    await flag()
    expect([await ben.run('message.get', { conversationId, messageId }), (await ben.run('conversation.get', { conversationId })).head.revision]).toEqual(before)
  })

  it('name the revision that was flagged, and hold no copy: what was deleted is read where auditors read it', async () => {
    const { anna, flag, open, conversationId, messageId } = await begin(server())
    await flag()
    await anna.run('message.edit', { conversationId, messageId, clientId: randomUUID(), content: { kind: 'text', text: 'something nice' } })
    const [edited] = await open()
    expect(edited!.message.revision).toBeGreaterThan(edited!.revision)
    await anna.run('message.delete', { conversationId, messageId })
    expect((await open())[0]).toMatchObject({ message: { content: { kind: 'deleted' } }, deletedContent: { kind: 'text', text: 'something nice' } })
    await server().palaver.database.query('DELETE FROM deleted_messages d USING messages m WHERE m.id = $1 AND d.conversation_id = m.conversation_id AND d.position = m.position', [messageId])
    expect((await open())[0]).not.toHaveProperty('deletedContent')
    const [row] = await server().palaver.database.query<{ flag: string }>('SELECT to_jsonb(f)::text AS flag FROM flags f JOIN messages m USING (conversation_id, position) WHERE m.id = $1', [messageId])
    expect(row!.flag).not.toContain('something')
  })

  it('are closed by the host, and opened by who flags anew, not by a repetition', async () => {
    const { admin, flag, open } = await begin(server())
    await flag()
    const id = (await open())[0]!.id
    expect(await admin.resolveFlag({ flagId: id, outcome: 'dismissed' })).toMatchObject({ id, resolution: { outcome: 'dismissed' } })
    expect(await open()).toEqual([])
    expect((await admin.listFlags({ state: 'resolved', limit: 100 })).flags.map((each) => each.id)).toContain(id)
    await flag()
    expect(await open()).toEqual([])
    await flag({ note: 'Really' })
    expect(await open()).toMatchObject([{ id, note: 'Really' }])
    expect((await open())[0]).not.toHaveProperty('resolution')
  })

  it('come in pages, each once', async () => {
    const { admin, anna, ben, conversationId } = await begin(server())
    const ids = new Set<string>()
    for (let n = 0; n < 5; n++) {
      const { id: messageId } = await anna.send(conversationId, `bad ${n}`)
      await ben.run('message.flag', { conversationId, messageId, reason: 'other' })
      ids.add(messageId)
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await admin.listFlags({ limit: 2, ...(cursor !== undefined && { cursor }) })
      seen.push(...page.flags.map(({ message }) => message.id).filter((id) => ids.has(id)))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(seen).toHaveLength(5)
    expect(new Set(seen)).toEqual(ids)
  })

  it('are not for messages that tell what happened, and a hundred a day are enough, but not for changing one', async () => {
    const { ben, flag, benId, conversationId } = await begin(server())
    await flag()
    const { messages } = await ben.run('message.list', { conversationId })
    const system = messages.find(({ content }) => content.kind === 'system')
    if (system) await expect(flag({ messageId: system.id })).rejects.toMatchObject({ code: 'forbidden' })
    await server().palaver.database.query(
      `WITH m AS (SELECT * FROM messages WHERE conversation_id = $1 LIMIT 1), n AS (SELECT n, gen_random_uuid() AS id FROM generate_series(1, 99) n), more AS (
         INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content, created_at)
         SELECT m.conversation_id, 100000 + n.n, n.id, 100000 + n.n, m.sender_id, n.id, '', 'text', m.content, now() FROM m, n RETURNING *)
       INSERT INTO flags (id, conversation_id, position, user_id, revision, reason, flagged_at) SELECT id, conversation_id, position, $2, revision, 'spam', now() FROM more`,
      [conversationId, benId],
    )
    await expect(ben.run('message.flag', { conversationId, messageId: (await server().palaver.admin.as(`flags${count - 1}`).send(conversationId, 'one more')).id, reason: 'spam' })).rejects.toMatchObject({ code: 'limit_reached' })
    await expect(flag({ reason: 'illegal' })).resolves.toMatchObject({ flag: { reason: 'illegal' } })
  })
})
