import { randomBytes, randomUUID } from 'node:crypto'
import type { Message } from '@palaver/protocol'
import { commands } from '@palaver/protocol/definitions'
import { describe, expect, it, onTestFinished } from 'vitest'
import { rebuildEvent } from '../../../src/platform/relay/rebuild.ts'
import { createMessageLog } from '../../../src/platform/message-log/message-log.ts'
import { Scene, type ScenePerson } from '../../doors/door-case.ts'
import { follow } from '../../support/cluster.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'
import { openDoor } from '../../support/doors.ts'
import type { SocketClient } from '../../support/socket-client.ts'
import { tablesWith } from '../../support/stored-bytes.ts'
import { startTestServer } from '../../support/test-server.ts'

const secret = 'Quizzaciously'
const soon = { timeout: 10_000 }

/** Anna, who writes, Ben, whom it is for, and Carl, who must not know, in a group; each with a socket that follows it. */
const begin = async (dialect: (typeof dialects)[number]) => {
  const appKey = randomBytes(24).toString('hex')
  const server = await startTestServer({ dialect, appKeys: [appKey] })
  const scene = new Scene(server, appKey)
  const [ben, carl] = [await scene.person(), await scene.person()]
  const { id, owner: anna } = await scene.group([ben, carl])
  const run = async (who: ScenePerson, name: string, input: object) => {
    const answer = await (await openDoor(server, 'rest', who.token)).run(name, { ...input })
    if (!answer.ok) throw Object.assign(new Error(answer.error.message), answer.error)
    return answer.output as never as { message: Message; messages: Message[] } & Record<string, never>
  }
  const sockets = { anna: await follow(server, anna.token, [id]), ben: await follow(server, ben.token, [id]), carl: await follow(server, carl.token, [id]) }
  const send = async (more: object = {}, who = anna): Promise<{ id: string; position: number; revision: number }> =>
    (await run(who, 'message.send', { conversationId: id, clientId: randomUUID(), content: { kind: 'text', text: `${secret} indeed` }, visibleTo: [ben.userId], ...more })) as never
  return { server, scene, id, anna, ben, carl, run, send, sockets, database: server.palaver.database }
}

const lastMessage = async (socket: SocketClient, name: string, revision: number): Promise<Message> => {
  const frame = await socket.frame('evt', (event) => event.name === name && event.revision >= revision)
  return (frame.payload as { messages: Message[] }).messages.at(-1)!
}
const says = (value: unknown): boolean => JSON.stringify(value).includes(secret)

describe.each(dialects)('messages for some members only on %s', (dialect) => {
  it('reach those whom they are for, live and by every read, and nobody else learns more than that there is one', async () => {
    const { server, id, anna, ben, carl, run, send, sockets } = await begin(dialect)
    const question = (await run(carl, 'message.send', { conversationId: id, clientId: randomUUID(), content: { kind: 'text', text: 'a question' } })) as never as { id: string }
    const sent = await send({ replyToId: question.id, mentions: { userIds: [ben.userId, carl.userId] }, custom: { note: secret } })
    const closed = { id: sent.id, position: sent.position, revision: sent.revision, senderId: anna.userId, content: { kind: 'restricted' }, restricted: true, clientId: expect.any(String), createdAt: expect.any(Number) }
    const open = { ...closed, content: { kind: 'text', text: `${secret} indeed` }, visibleTo: [ben.userId], replyTo: { id: question.id, position: 1 }, mentions: { userIds: [ben.userId, carl.userId] }, custom: { note: secret } }
    expect(await lastMessage(sockets.ben, 'message.sent', sent.revision)).toEqual(open)
    expect(await lastMessage(sockets.anna, 'message.sent', sent.revision)).toEqual(open)
    expect(await lastMessage(sockets.carl, 'message.sent', sent.revision)).toEqual(closed)

    for (const [who, expected] of [[anna, open], [ben, open], [carl, closed]] as const) {
      const named = { conversationId: id, messageId: sent.id }
      expect((await run(who, 'message.list', { conversationId: id })).messages.at(-1)).toEqual(expected)
      expect((await run(who, 'message.get', named)).message).toEqual(expected)
      const { rows } = (await run(who, 'conversation.changes', { conversationId: id, since: sent.revision - 1 })) as never as { rows: { messages: Message[] } }
      expect(rows.messages).toEqual([expected])
      const again = await follow(server, who.token, [])
      again.send({ t: 'follow', conversations: [[id, sent.revision - 1, 0]] })
      const { conversations } = await again.frame('sync', (frame) => frame.conversations.some((one) => one.changes !== undefined))
      expect(conversations[0]?.changes?.rows.messages).toEqual([expected])
    }
  })

  it('are in no answer that somebody else can get, whatever they ask', { timeout: 60_000 }, async () => {
    const { server, id, carl, send, sockets, database } = await begin(dialect)
    const { id: messageId } = await send()
    const inputs: Record<string, unknown> = { conversationId: id, messageId, messageIds: [messageId], threadId: messageId, emoji: '👍', query: secret, since: 0, before: 100, limit: 10, clientId: randomUUID(), optionIds: ['1'], from: { conversationId: id, messageId }, text: secret.slice(0, 4), reason: 'spam' }
    const asked: string[] = []
    const unsuited = new Set(['message.delete', 'member.leave'])
    for (const door of ['rest', 'socket'] as const) {
      const client = await openDoor(server, door, carl.token)
      for (const command of commands) {
        if (command.access !== 'user' || !command.doors.includes(door) || unsuited.has(command.name)) continue
        const fields = Object.keys((command.input as { properties?: object }).properties ?? {})
        const input = Object.fromEntries(fields.flatMap((field) => (field in inputs ? [[field, inputs[field]]] : [])))
        const answer = await client.run(command.name, input)
        expect([door, command.name, answer.ok && says(answer.output)]).toEqual([door, command.name, false])
        if (answer.ok) asked.push(command.name)
      }
    }
    expect(asked).toEqual(expect.arrayContaining(['message.list', 'message.get', 'conversation.list', 'conversation.get', 'activity.list', 'pin.list', 'message.search', 'thread.history']))
    expect(says(sockets.carl.frames)).toBe(false)
    expect(JSON.stringify(sockets.carl.frames)).not.toContain('visibleTo')
    expect(says(sockets.ben.frames)).toBe(true)
    expect(await tablesWith(database, secret)).toEqual(['restricted_messages'])
  })

  it('count as unread for those whom they are for, stand in their activity, and lead no conversation', async () => {
    const { id, anna, ben, carl, run, send } = await begin(dialect)
    await send({ mentions: { userIds: [ben.userId, carl.userId] } })
    const view = async (who: ScenePerson) => (await run(who, 'conversation.get', { conversationId: id })) as never as { unread: number; head: { lastMessage?: Message; position: number }; mark: { read: number } }
    expect((await view(ben)).unread).toBe(1)
    expect((await view(carl)).unread).toBe(0)
    for (const who of [anna, ben, carl]) expect((await view(who)).head.lastMessage?.restricted).toBeUndefined()
    expect((await view(anna)).mark.read).toBe((await view(anna)).head.position)
    const entries = async (who: ScenePerson) => ((await run(who, 'activity.list', {})) as never as { entries: { kind: string; message: Message }[] }).entries
    expect(await entries(ben)).toMatchObject([{ kind: 'mention', message: { content: { text: `${secret} indeed` } } }])
    expect(await entries(carl)).toEqual([])
  })

  it('are changed by nobody but by deletion, which their sender can undo for all who saw them', async () => {
    const { id, anna, ben, carl, run, send, sockets, server } = await begin(dialect)
    const { id: messageId } = await send()
    const named = { conversationId: id, messageId }
    const clientId = randomUUID()
    for (const [name, input] of [
      ['reaction.add', { emoji: '👍' }], ['message.pin', {}], ['message.edit', { clientId, content: { kind: 'text', text: 'other' } }],
    ] as const) await expect(run(anna, name, { ...named, ...input })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(run(ben, 'message.forward', { conversationId: id, clientId, from: named })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(run(ben, 'message.send', { conversationId: id, clientId, content: { kind: 'text', text: 'x' }, threadId: messageId })).rejects.toMatchObject({ code: 'invalid_input' })
    for (const name of ['saved.add', 'message.flag', 'message.readers']) await expect(run(carl, name, { ...named, reason: 'spam' })).rejects.toMatchObject({ code: 'not_found' })
    expect(await run(anna, 'message.readers', named)).toMatchObject({ counts: { members: 1 } })

    const { message: deleted } = await run(anna, 'message.delete', named)
    expect(deleted).toMatchObject({ content: { kind: 'deleted' }, restricted: true })
    expect(await lastMessage(sockets.ben, 'message.changed', deleted.revision)).toEqual(deleted)
    expect(says((await run(ben, 'message.list', { conversationId: id })).messages)).toBe(false)
    const moderator = await server.palaver.admin.actAs(anna.userId)
    const audited = await server.palaver.commands.run('message.deleted', { conversationId: id }, { ...moderator, role: 'moderator' } as never, 'rest')
    expect(audited.json).toContain(secret)

    const { message: restored } = await run(anna, 'message.restore', named)
    expect(restored).toMatchObject({ content: { text: `${secret} indeed` }, visibleTo: [ben.userId] })
    expect(await lastMessage(sockets.ben, 'message.changed', restored.revision)).toEqual(restored)
    expect(await lastMessage(sockets.carl, 'message.changed', restored.revision)).toMatchObject({ content: { kind: 'restricted' } })
    expect(says(sockets.carl.frames)).toBe(false)
  })

  it('are as open in what a node or a relay makes of rows as in what was told at once', async () => {
    const { id, anna, ben, carl, send, database } = await begin(dialect)
    const { revision } = await send()
    await send({ visibleTo: [carl.userId], content: { kind: 'text', text: 'for carl' } })
    const missed = await createMessageLog(database).missed(id, revision - 1)
    expect(says(missed?.rows)).toBe(false)
    expect(missed?.opened?.map(({ userIds }) => userIds)).toEqual([[anna.userId, ben.userId], [anna.userId, carl.userId]])
    const event = await rebuildEvent(database, ['c', id, revision - 1, revision + 1])
    expect(says(event?.frame)).toBe(false)
    const seen = (userId: string) => event?.variants?.find(({ userIds }) => userIds.includes(userId))?.frame ?? ''
    expect([anna, ben, carl].map(({ userId }) => [says(seen(userId)), seen(userId).includes('for carl')])).toEqual([[true, true], [true, false], [false, true]])
  })

  it('disappear from everywhere when their time is over', { timeout: 60_000 }, async () => {
    const { id, ben, run, send, database } = await begin(dialect)
    const { id: messageId } = await send({ disappearAfterMs: 60_000 })
    await database.query(`UPDATE messages SET parts = jsonb_set(parts, '{expiresAt}', to_jsonb((parts ->> 'expiresAt')::bigint - 60000)) WHERE id = $1`, [messageId])
    await database.query(`UPDATE timers SET due_at = now(), next_at = now() WHERE kind = 'disappearing'`)
    await expect.poll(() => tablesWith(database, secret), soon).toEqual([])
    expect((await run(ben, 'message.get', { conversationId: id, messageId })).message).toMatchObject({ content: { kind: 'deleted', expired: true }, restricted: true })
  })

  it('cost the same in large groups and among many messages', async () => {
    const bench = await createConversationBench(dialect)
    onTestFinished(() => bench.close())
    const people = await seedPeople(bench.database, 500)
    const tripsAmong = async (userIds: readonly string[]): Promise<number> => {
      const conversationId = await seedConversation(bench.database, { userIds })
      const [sender = '', other = ''] = userIds
      const { id: replyToId } = await bench.run('message.send', other, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'a question' } })
      const content = { kind: 'text', text: 'an answer' } as const
      return bench.counting.during(() => bench.run('message.send', sender, { conversationId, clientId: randomUUID(), content, replyToId, visibleTo: [other] }))
    }
    expect(await tripsAmong(people.slice(0, 2))).toBe(10)
    expect(await tripsAmong(people)).toBe(10)
  })

  it('are sent once, and refused where they make no sense', async () => {
    const { id, ben, run, anna, scene, send } = await begin(dialect)
    const clientId = randomUUID()
    const first = await send({ clientId })
    expect(await send({ clientId })).toEqual(first)
    await expect(send({ clientId, visibleTo: [anna.userId, ben.userId] })).rejects.toMatchObject({ code: 'idempotency_conflict' })
    const stranger = await scene.person()
    await expect(send({ visibleTo: [ben.userId, stranger.userId] })).rejects.toMatchObject({ code: 'not_found', path: '/visibleTo/1' })
    await expect(send({}, stranger)).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('no such conversation') })
    await expect(send({ urgent: true })).rejects.toMatchObject({ code: 'invalid_input', path: '/visibleTo' })
    await expect(send({ threadId: first.id })).rejects.toMatchObject({ code: 'invalid_input', path: '/visibleTo' })
    await expect(send({ content: { kind: 'poll', question: '?', options: [{ id: 'a', text: 'a' }, { id: 'b', text: 'b' }] } })).rejects.toMatchObject({ code: 'invalid_input' })
    expect((await run(ben, 'message.list', { conversationId: id })).messages.filter(says)).toHaveLength(1)
  })
})
