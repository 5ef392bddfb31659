import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { CommandOutput, EventPayload, Message, ServerFrames } from '@palaver/protocol'
import { SocketClient } from '../../support/socket-client.ts'
import { type TestServer, startTestServer } from '../../support/test-server.ts'

let server: TestServer
let url = ''
beforeEach(async () => {
  server = await startTestServer()
  url = `${(await server.app.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws')}/v1/socket`
})

interface Person {
  readonly userId: string
  readonly token: string
  readonly socket: SocketClient
}

const join = async (handle: string): Promise<Person> => {
  const { userId, accessToken } = await server.register(handle)
  const socket = await SocketClient.open(url)
  await socket.authenticate(accessToken)
  return { userId, token: accessToken, socket }
}
const output = async <T>(person: Person, name: string, input: unknown): Promise<T> => {
  const answer = await person.socket.command(name, input)
  if (answer.t === 'err') throw new Error(`${name}: ${answer.code} ${answer.message}`)
  return answer.output as T
}
const group = async (owner: Person, members: readonly Person[]): Promise<string> => {
  const view = await output<CommandOutput<'conversation.create'>>(owner, 'conversation.create', {
    clientId: randomUUID(), type: 'group', name: 'Group', memberIds: members.map(({ userId }) => userId),
  })
  return view.conversation.id
}
const send = (person: Person, conversationId: string, text: string): Promise<CommandOutput<'message.send'>> =>
  output(person, 'message.send', { conversationId, clientId: randomUUID(), content: { kind: 'text', text } })
const follow = async (person: Person, conversationId: string): Promise<ServerFrames['sync']> => {
  person.socket.send({ t: 'follow', conversations: [[conversationId, 0, 0]] })
  return person.socket.frame('sync', ({ conversations }) => conversations.some(({ id }) => id === conversationId))
}
const messagesOf = (frames: readonly ServerFrames['evt'][]): Message[] =>
  frames.flatMap(({ payload }) => (payload as Partial<EventPayload<'message.sent'>>).messages ?? [])
const texts = (person: Person): string[] => messagesOf(person.socket.all('evt')).flatMap(({ content }) => (content.kind === 'text' ? content.text : []))

describe('the socket of a whole server', () => {
  test('messages of one socket that do not wait for each other keep their order, for everyone', async () => {
    const [anna, ben] = [await join('anna'), await join('ben')]
    const id = await group(anna, [ben])
    await follow(anna, id)
    await follow(ben, id)
    const wanted = Array.from({ length: 30 }, (_, index) => `message ${index}`)
    await Promise.all(wanted.map((text) => send(anna, id, text)))
    for (const person of [anna, ben]) await expect.poll(() => texts(person)).toEqual(wanted)
    const events = ben.socket.all('evt')
    events.slice(1).forEach((event, index) => expect(event.after).toBe(events[index]?.revision))
  })

  test('refusals 2 and 3: who is removed gets one membership event and nothing more, and a resume says gone', async () => {
    const [anna, ben, carla] = [await join('anna'), await join('ben'), await join('carla')]
    const id = await group(anna, [ben, carla])
    for (const person of [anna, ben, carla]) await follow(person, id)
    await send(anna, id, 'before')
    await expect.poll(() => texts(ben)).toEqual(['before'])
    await Promise.all([output(anna, 'member.remove', { conversationId: id, userId: ben.userId }), send(anna, id, 'newer'), send(carla, id, 'newer too')])
    await output(anna, 'typing.set', { conversationId: id, typing: true })
    await expect.poll(() => texts(carla)).toHaveLength(3)
    const change = await ben.socket.frame('evt', ({ name, payload }) => name === 'membership.changed' && JSON.stringify(payload).includes('removed'))
    expect(change).toMatchObject({ scope: 'user', id: ben.userId, payload: { memberships: [{ conversationId: id, state: 'removed' }] } })
    for (const [name, input] of [
      ['conversation.changes', { conversationId: id, since: 0 }], ['message.list', { conversationId: id }], ['mark.list', { conversationId: id }],
      ['conversation.get', { conversationId: id }], ['typing.set', { conversationId: id, typing: true }], ['member.list', { conversationId: id }],
    ] as const) expect(await ben.socket.command(name, input)).toMatchObject({ t: 'err', code: 'not_found' })
    const resumed = await SocketClient.open(url)
    const { lineage } = await resumed.frame('hello')
    await resumed.authenticate(ben.token)
    resumed.send({ t: 'resume', lineage, userRevision: 1, conversations: [[id, 2, 0], [randomUUID(), 0, 0]] })
    const sync = await resumed.frame('sync')
    expect(sync.gone).toHaveLength(2)
    expect(sync.conversations).toEqual([])
    await resumed.frame('live')
    expect(JSON.stringify([...ben.socket.frames, ...resumed.frames])).not.toContain('newer')
    expect(ben.socket.all('evt').filter(({ name }) => name === 'member.removed')).toEqual([])
  })

  test('a stranger gets gone and not_found, the same as for what does not exist', async () => {
    const [anna, eve] = [await join('anna'), await join('eve')]
    const id = await group(anna, [])
    eve.socket.send({ t: 'follow', conversations: [[id, 0, 0]] })
    expect((await eve.socket.frame('sync')).gone).toEqual([id])
    const real = await eve.socket.command('conversation.changes', { conversationId: id, since: 0 })
    const none = await eve.socket.command('conversation.changes', { conversationId: randomUUID(), since: 0 })
    expect({ ...real, id: 0 }).toEqual({ ...none, id: 0 })
    await send(anna, id, 'private')
    await output(anna, 'typing.set', { conversationId: id, typing: true })
    expect(JSON.stringify(eve.socket.frames)).not.toContain('private')
    expect(eve.socket.all('eph')).toEqual([])
  })

  test('typing, presence and marks reach those who show them', async () => {
    const [anna, ben] = [await join('anna'), await join('ben')]
    const id = await group(anna, [ben])
    await follow(anna, id)
    await follow(ben, id)
    const watched = await output<CommandOutput<'presence.watch'>>(anna, 'presence.watch', { people: [[ben.userId, 0]] })
    expect(watched).toMatchObject({ presences: [{ userId: ben.userId, status: 'online' }], people: [{ handle: 'ben' }] })
    await output(ben, 'typing.set', { conversationId: id, typing: true })
    await anna.socket.frame('eph', ({ name, payload }) => name === 'typing.changed' && payload['userId' as never] === ben.userId)
    const { position } = await send(anna, id, 'hello')
    await output(ben, 'mark.update', { marks: [{ conversationId: id, read: position }] })
    await anna.socket.frame('eph', ({ name, payload }) => name === 'marks.moved' && JSON.stringify(payload).includes(`"userId":"${ben.userId}","delivered":1,"read":1`))
    await output(ben, 'presence.set', { status: 'busy' })
    await anna.socket.frame('eph', ({ name, payload }) => name === 'presence.changed' && JSON.stringify(payload).includes('busy'))
    await output(ben, 'person.update', { name: 'Benjamin' })
    await anna.socket.frame('eph', ({ name, payload }) => name === 'person.updated' && JSON.stringify(payload).includes('Benjamin'))
  })

  test('logging out closes the sockets of the session', async () => {
    const anna = await join('anna')
    expect((await server.call('DELETE', '/v1/sessions/current', { token: anna.token })).status).toBe(200)
    expect((await anna.socket.ended).code).toBe(4403)
  })

  test('a token in the address is refused and does not reach the log', async () => {
    await expect(SocketClient.open(`${url}?token=verysecret`)).rejects.toMatchObject({ status: 400 })
    expect(server.log()).not.toContain('verysecret')
  })

  test('what was missed comes with the resume, once', async () => {
    const [anna, ben] = [await join('anna'), await join('ben')]
    const id = await group(anna, [ben])
    await follow(ben, id)
    await ben.socket.close()
    for (const text of ['one', 'two', 'three']) await send(anna, id, text)
    const again = await SocketClient.open(url)
    const { lineage } = await again.frame('hello')
    await again.authenticate(ben.token)
    again.send({ t: 'resume', lineage, userRevision: 1, conversations: [[id, 1, 0]] })
    const sync = await again.frame('sync')
    expect(sync.conversations[0]?.changes).toMatchObject({ after: 1, upTo: 4, rows: { messages: [{ position: 1 }, { position: 2 }, { position: 3 }] } })
    await again.frame('live')
    await send(anna, id, 'four')
    await again.frame('evt', ({ after, revision }) => after === 4 && revision === 5)
  })
})
