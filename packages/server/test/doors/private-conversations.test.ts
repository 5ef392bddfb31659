import { randomUUID } from 'node:crypto'
import { commands } from '@palaver/protocol/definitions'
import { describe, expect, it } from 'vitest'
import { openDoor, openSocket } from '../support/doors.ts'
import { sampleOf } from '../support/samples.ts'
import { shareTestServer } from '../support/test-server.ts'
import { Scene, type ScenePerson } from './door-case.ts'

const appKey = 'an-app-key-of-the-host-of-32-letters'
const server = shareTestServer({ appKeys: [appKey] })
const secretName = 'Plan for the merger'
const secretText = 'we sign on thursday'

const groupOf = async (owner: ScenePerson, others: readonly ScenePerson[]): Promise<string> => {
  const body = { clientId: randomUUID(), type: 'group', name: secretName, memberIds: others.map(({ userId }) => userId) }
  const answer = await server().call('POST', '/v1/conversations', { token: owner.token, body })
  return (answer.body['conversation'] as { id: string }).id
}

describe('refusal 13: presence, typing, search and counts', () => {
  it('tell nobody outside of a private conversation its name, its id, or what is in it, at either door', async () => {
    const scene = new Scene(server(), appKey)
    const [ada, ben, gone, eve] = [await scene.person(), await scene.person(), await scene.person(), await scene.person()]
    const groupId = await groupOf(ada, [ben, gone])
    const directId = await scene.direct(ada, ben)
    // Eve may see ada's presence, by a conversation that they share.
    const shared = await scene.direct(ada, eve)
    await scene.remove({ id: groupId, owner: ada }, gone)

    const heard: { readonly who: ScenePerson; readonly text: string }[] = []
    for (const outsider of [eve, gone]) {
      const socket = await openSocket(server())
      socket.ws.on('message', (data: Buffer) => heard.push({ who: outsider, text: data.toString() }))
      await socket.authenticate(outsider.token)
      socket.send({ t: 'resume', lineage: server().palaver.database.lineage, userRevision: 0, conversations: [[shared, 0, 0]] })
      await socket.frame('live')
      await socket.command('presence.watch', { people: [[ada.userId, 0], [ben.userId, 0], [gone.userId, 0]] })
    }

    // What goes on inside while they watch.
    const inside = await openDoor(server(), 'socket', ada.token)
    for (const conversationId of [groupId, directId]) {
      await inside.run('typing.set', { conversationId, typing: true })
      await scene.message(conversationId, ben, secretText)
      await inside.run('mark.update', { marks: [{ conversationId, delivered: 1, read: 1 }] })
    }
    await inside.run('presence.set', { status: 'busy' })
    await inside.run('person.update', { bio: 'about me' })

    // Everything that they may ask.
    for (const outsider of [eve, gone]) {
      for (const door of ['rest', 'socket'] as const) {
        const client = await openDoor(server(), door, outsider.token)
        const asks: [string, Record<string, unknown>][] = [
          ['conversation.list', {}],
          ['person.search', { query: 'merger' }],
          ['person.search', { query: secretText.slice(0, 10) }],
          ['person.search', { query: ada.handle }],
          ['person.lookup', { ids: [ada.userId, ben.userId] }],
          ...(door === 'socket' ? [['presence.watch', { people: [[ada.userId, 0], [ben.userId, 0]] }] as [string, Record<string, unknown>]] : []),
        ]
        for (const [name, input] of asks) heard.push({ who: outsider, text: JSON.stringify(await client.run(name, input)) })
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 1500))

    expect(heard.length).toBeGreaterThan(20)
    // Whoever was removed knows the id, and learns by it that they are out.
    const leaks = heard.filter(({ who, text }) => [directId, secretName, secretText, ...(who === eve ? [groupId] : [])].some((secret) => text.includes(secret)))
    expect(leaks).toEqual([])
    expect(heard.some(({ who, text }) => who === eve && text.includes('"status":"busy"'))).toBe(true)
  })

  it('answer about a private conversation as about one that does not exist, whatever the command', async () => {
    const scene = new Scene(server(), appKey)
    const [ada, eve] = [await scene.person(), await scene.person()]
    const groupId = await groupOf(ada, [])
    const named = commands.filter(({ access, input }) => access === 'user' && 'conversationId' in (input as unknown as { properties: object }).properties)
    expect(named.length).toBeGreaterThan(5)
    // One socket for all commands: a person may have twenty.
    const clients = { rest: await openDoor(server(), 'rest', eve.token), socket: await openDoor(server(), 'socket', eve.token) }
    for (const { name, doors, input } of named) {
      for (const door of doors) {
        const client = clients[door]
        const ask = async (conversationId: string) => client.run(name, { ...(sampleOf(input) as object), conversationId })
        expect({ name, door, answer: await ask(groupId) }).toEqual({ name, door, answer: await ask(randomUUID()) })
      }
    }
  })
})

describe('refusal 10: a member without history rights', () => {
  it('finds nothing from before the join by list, get, counts or resume, at either door', async () => {
    const scene = new Scene(server(), appKey)
    const [ada, late] = [await scene.person(), await scene.person()]
    const conversationId = await groupOf(ada, [])
    await server().palaver.database.query(`UPDATE conversations SET history = 'join' WHERE id = $1`, [conversationId])
    const before = await scene.message(conversationId, ada, secretText)
    await server().call('POST', `/v1/conversations/${conversationId}/members`, { token: ada.token, body: { userIds: [late.userId] } })
    const after = await scene.message(conversationId, ada, 'welcome')

    const heard: string[] = []
    for (const door of ['rest', 'socket'] as const) {
      const client = await openDoor(server(), door, late.token)
      const list = await client.run('message.list', { conversationId })
      expect(list).toMatchObject({ ok: true, output: { messages: expect.arrayContaining([expect.objectContaining({ id: after })]) } })
      const unknown = await client.run('message.get', { conversationId, messageId: randomUUID() })
      expect(unknown).toMatchObject({ ok: false, error: { code: 'not_found' } })
      expect(await client.run('message.get', { conversationId, messageId: before })).toEqual(unknown)
      const send = { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'what was it?' }, replyToId: before }
      expect(await client.run('message.send', send)).toMatchObject({ ok: false, error: { code: 'not_found', path: '/replyToId' } })
      for (const answer of [list, unknown, await client.run('conversation.list', {}), await client.run('conversation.get', { conversationId })]) heard.push(JSON.stringify(answer))
    }
    const socket = await openSocket(server())
    socket.ws.on('message', (data: Buffer) => heard.push(data.toString()))
    await socket.authenticate(late.token)
    socket.send({ t: 'resume', lineage: server().palaver.database.lineage, userRevision: 0, conversations: [[conversationId, 1, 0]] })
    await socket.frame('live')
    // Somebody else quotes what is hidden.
    const body = { clientId: randomUUID(), content: { kind: 'text', text: 'as I said' }, replyToId: before }
    await server().call('POST', `/v1/conversations/${conversationId}/messages`, { token: ada.token, body })
    await expect.poll(() => heard.some((text) => text.includes('as I said'))).toBe(true)
    expect(heard.filter((text) => text.includes(secretText))).toEqual([])
  })
})
