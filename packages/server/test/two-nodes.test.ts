import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Cluster, follow, startCluster } from './support/cluster.ts'
import { openDoor } from './support/doors.ts'
import type { SocketClient } from './support/socket-client.ts'
import { password, type TestServer } from './support/test-server.ts'

const patient = { timeout: 10_000 }
const heartbeatMs = 2000

const send = (server: TestServer, token: string, conversationId: string, text: string) =>
  server.call('POST', `/v1/conversations/${conversationId}/messages`, { token, body: { clientId: randomUUID(), content: { kind: 'text', text } } })
const saw = (client: SocketClient, text: string): boolean => client.frames.some((frame) => JSON.stringify(frame).includes(text))
/** How long something took, in milliseconds. */
const timed = async (work: Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work
  return performance.now() - start
}

it('what is done at one node reaches the sockets of the other at once: messages, typing, marks, presence', async () => {
  const { a, b, scene } = await startCluster()
  const ben = await scene.person()
  const { id, owner } = await scene.group([ben])
  const [there, here] = [await follow(b, ben.token, [id]), await follow(a, owner.token, [id])]
  expect(await there.command('presence.watch', { people: [[owner.userId, 0]] })).toMatchObject({ t: 'ok' })

  await send(a, owner.token, id, 'over the bus')
  expect((await there.frame('evt', (frame) => frame.name === 'message.sent')).payload).toMatchObject({ messages: [{ content: { text: 'over the bus' } }] })
  expect((await here.command('typing.set', { conversationId: id, typing: true })).t).toBe('ok')
  expect(await there.frame('eph', (frame) => frame.name === 'typing.changed')).toMatchObject({ payload: { userId: owner.userId, typing: true } })
  expect((await there.command('mark.update', { marks: [{ conversationId: id, delivered: 1, read: 1 }] })).t).toBe('ok')
  expect(await here.frame('eph', (frame) => frame.name === 'marks.moved')).toMatchObject({ payload: { marks: [{ userId: ben.userId, delivered: 1, read: 1 }] } })
  expect((await here.command('presence.set', { status: 'busy' })).t).toBe('ok')
  await there.frame('eph', (frame) => frame.name === 'presence.changed' && JSON.stringify(frame).includes('busy'))
})

it('what is for some members only is open for them at the other node, and closed for the rest', async () => {
  const { a, b, scene } = await startCluster()
  const [ben, eva] = [await scene.person(), await scene.person()]
  const { id, owner } = await scene.group([ben, eva])
  const [forBen, forEva] = [await follow(b, ben.token, [id]), await follow(b, eva.token, [id])]
  const body = { clientId: randomUUID(), content: { kind: 'text', text: 'for Ben only' }, visibleTo: [ben.userId] }
  expect((await a.call('POST', `/v1/conversations/${id}/messages`, { token: owner.token, body })).status).toBe(201)
  expect((await forBen.frame('evt', (frame) => frame.name === 'message.sent')).payload).toMatchObject({ messages: [{ content: { text: 'for Ben only' } }] })
  expect((await forEva.frame('evt', (frame) => frame.name === 'message.sent')).payload).toMatchObject({ messages: [{ content: { kind: 'restricted' } }] })
  expect(saw(forEva, 'for Ben only')).toBe(false)
})

const withRemoval = async (options: { readonly cut: boolean }): Promise<{ cluster: Cluster; id: string; gone: SocketClient; stays: SocketClient; passive: SocketClient; remove: () => Promise<void>; say: (text: string) => Promise<unknown> }> => {
  const cluster = await startCluster({ heartbeatMs })
  const { a, b, scene } = cluster
  const [ben, eva] = [await scene.person(), await scene.person()]
  const { id, owner } = await scene.group([ben, eva])
  const [gone, stays, passive] = [await follow(b, ben.token, [id]), await follow(b, eva.token, [id]), await follow(b, ben.token, [id])]
  passive.send({ t: 'unfollow', conversations: [id] })
  await passive.command('person.me', {})
  if (options.cut) await cluster.cutBus()
  const remove = async (): Promise<void> => {
    expect((await a.call('DELETE', `/v1/conversations/${id}/members/${ben.userId}`, { token: owner.token })).status).toBeLessThan(300)
  }
  return { cluster, id, gone, stays, passive, remove, say: (text) => send(a, owner.token, id, text) }
}

it('refusal 2: somebody removed at one node gets nothing more at the other, live or passively', async () => {
  const { gone, stays, passive, remove, say } = await withRemoval({ cut: false })
  await remove()
  await say('after the removal')
  await expect.poll(() => saw(stays, 'after the removal'), { timeout: 1000 }).toBe(true)
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect([saw(gone, 'after the removal'), saw(passive, 'after the removal')]).toEqual([false, false])
  expect(gone.all('evt').filter((frame) => frame.name === 'membership.changed')).toHaveLength(1)
})

it('refusals 2 and 3: with the bus cut, too, the others get everything with the next heartbeat, and a resume says gone', async () => {
  const { cluster, id, gone, stays, passive, remove, say } = await withRemoval({ cut: true })
  await remove()
  await say('after the removal')
  await expect.poll(() => saw(stays, 'after the removal'), { timeout: heartbeatMs + 1500 }).toBe(true)
  // Their own membership is told by its number.
  await gone.frame('ping', (frame) => frame.userRevision !== undefined)
  await new Promise((resolve) => setTimeout(resolve, heartbeatMs))
  gone.send({ t: 'resume', lineage: cluster.b.palaver.database.lineage, conversations: [[id, 1, 0]] })
  await gone.frame('sync', (frame) => frame.gone?.includes(id) === true)
  expect([saw(gone, 'after the removal'), saw(passive, 'after the removal')]).toEqual([false, false])
}, 40_000)

it('while Redis is away everything comes with heartbeats: messages, marks, memberships; once it is back the outbox empties', async () => {
  const { a, b, scene, redis } = await startCluster({ heartbeatMs })
  const ben = await scene.person()
  const { id, owner } = await scene.group([ben])
  const [here, there] = [await follow(a, owner.token, [id]), await follow(b, ben.token, [id])]
  await send(a, owner.token, id, 'before')
  await there.frame('evt', (frame) => frame.name === 'message.sent')
  await redis.kill()
  const texts = Array.from({ length: 10 }, (_, index) => `unheard ${index}`)
  for (const text of texts) expect((await send(a, owner.token, id, text)).status).toBe(201)
  expect((await b.call('POST', '/v1/marks', { token: ben.token, body: { marks: [{ conversationId: id, delivered: 5, read: 5 }] } })).status).toBe(200)
  await scene.group([ben])
  await expect.poll(() => texts.filter((text) => !saw(there, text)), { timeout: heartbeatMs + 2000 }).toEqual([])
  expect(standOf(there, id)).toBe(12)
  await there.frame('ping', (frame) => (frame.userRevision ?? 0) >= 2)
  expect(await here.frame('eph', (frame) => frame.name === 'marks.moved')).toMatchObject({ payload: { marks: [{ userId: ben.userId, read: 5 }] } })
  await redis.start()
  await expect.poll(() => a.palaver.database.query('SELECT id FROM outbox'), { timeout: 30_000 }).toEqual([])
  await send(b, ben.token, id, 'live again')
  await expect.poll(() => saw(here, 'live again'), patient).toBe(true)
}, 90_000)

it('refusal 17: a session revoked at one node closes its sockets at the other within a second, with the bus cut within a heartbeat', async () => {
  const cluster = await startCluster({ heartbeatMs })
  const { a, b } = cluster
  const first = await a.register('ann')
  const logIn = async () => (await a.call('POST', '/v1/sessions', { body: { email: 'ann@example.com', password: 'correct horse battery' } })).body as unknown as typeof first
  const [second, third] = [await logIn(), await logIn()]
  const [healthy, cut] = [await follow(b, first.accessToken, []), await follow(b, second.accessToken, [])]
  const revoke = async (sessionId: string) => expect((await a.call('DELETE', `/v1/sessions/${sessionId}`, { token: third.accessToken })).status).toBeLessThan(300)

  await revoke(first.sessionId)
  expect(await timed(healthy.ended)).toBeLessThan(1000)
  expect(await healthy.ended).toMatchObject({ code: 4403 })
  await cluster.cutBus()
  await revoke(second.sessionId)
  expect(await timed(cut.ended)).toBeLessThan(heartbeatMs + 500)
  expect(await cut.ended).toMatchObject({ code: 4403 })
  await expect.poll(async () => (await b.call('GET', '/v1/me', { token: second.accessToken })).status, patient).toBe(401)
}, 60_000)

describe.each([{ bus: 'on a healthy bus within a second', cut: false, withinMs: 1000 }, { bus: 'with the bus cut within a heartbeat', cut: true, withinMs: heartbeatMs + 500 }])('refusal 17, at the other node: $bus', ({ cut, withinMs }) => {
  const start = async () => {
    const cluster = await startCluster({ heartbeatMs })
    const first = await cluster.a.register('ann')
    const logIn = async (secret = password) => {
      const { status, body } = await cluster.b.call('POST', '/v1/sessions', { body: { email: 'ann@example.com', password: secret } })
      return { status, code: body['code'], tokens: body as unknown as typeof first }
    }
    const second = (await logIn()).tokens
    const sockets = [await follow(cluster.b, first.accessToken, []), await follow(cluster.b, second.accessToken, [])] as const
    const codeFor = async (token: string): Promise<unknown> => (await cluster.b.call('GET', '/v1/me', { token })).body['code'] ?? 'in'
    // Node b knows them by now.
    expect([await codeFor(first.accessToken), await codeFor(second.accessToken)]).toEqual(['in', 'in'])
    const refresh = async ({ refreshToken }: typeof first) => (await cluster.b.call('POST', '/v1/sessions/refresh', { body: { refreshToken } })).body['code'] ?? 'in'
    if (cut) await cluster.cutBus()
    return { ...cluster, first, second, sockets, logIn, codeFor, refresh }
  }

  it('a changed password ends the other sessions, and the one that changed it goes on', async () => {
    const { a, first, second, sockets: [kept, ended], logIn, codeFor, refresh } = await start()
    const answer = await a.call('PUT', '/v1/me/password', { token: first.accessToken, body: { current: password, next: 'a much better one' } })
    expect(answer.status).toBe(200)
    expect(await timed(ended.ended)).toBeLessThan(withinMs)
    expect(await ended.ended).toMatchObject({ code: 4403 })
    await expect.poll(() => codeFor(second.accessToken), { timeout: withinMs }).toBe('unauthenticated')
    expect(await refresh(second)).toBe('refresh_token_invalid')
    expect([(await logIn()).status, (await logIn('a much better one')).status]).toEqual([401, 201])
    expect(await kept.command('person.me', {})).toMatchObject({ t: 'ok' })
    expect(await refresh(first)).toBe('in')
  }, 60_000)

  it('suspension closes every socket with 4423 and voids every token; the way back is a new sign-in', async () => {
    const { a, first, second, sockets, logIn, codeFor, refresh } = await start()
    await a.palaver.database.query('UPDATE users SET external_id = $2 WHERE id = $1', [first.userId, 'crm-ann'])
    const minted = (await a.palaver.admin.mintToken({ externalId: 'crm-ann' })).accessToken
    expect(await codeFor(minted)).toBe('in')
    await a.palaver.admin.suspendUser({ userId: first.userId })
    const began = performance.now()
    for (const { ended } of sockets) expect(await ended).toMatchObject({ code: 4423 })
    expect(performance.now() - began).toBeLessThan(withinMs)
    for (const token of [first.accessToken, second.accessToken, minted]) {
      await expect.poll(() => codeFor(token), { timeout: withinMs }).toBe('account_suspended')
    }
    expect([await refresh(first), await refresh(second), (await logIn()).code]).toEqual(['account_suspended', 'account_suspended', 'account_suspended'])
    await a.palaver.admin.reinstateUser({ userId: first.userId })
    await expect.poll(() => codeFor(minted), { timeout: withinMs }).toBe('in')
    expect([await codeFor(first.accessToken), await refresh(first)]).toEqual(['unauthenticated', 'refresh_token_invalid'])
    expect(await codeFor((await logIn()).tokens.accessToken)).toBe('in')
  }, 60_000)
})

it('refusal 36: one clientId, fifty sends over two nodes and both doors, makes one message and one answer', async () => {
  const { a, b, scene } = await startCluster()
  const { id, owner } = await scene.group()
  const doors = await Promise.all([a, b].flatMap((server) => [openDoor(server, 'rest', owner.token), openDoor(server, 'socket', owner.token)]))
  const input = { conversationId: id, clientId: randomUUID(), content: { kind: 'text', text: 'once' } }
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => doors[index % 4]?.run('message.send', input)))
  expect(answers.map((answer) => answer?.ok)).toEqual(Array.from({ length: 50 }, () => true))
  expect(new Set(answers.map((answer) => JSON.stringify(answer?.ok && answer.output))).size).toBe(1)
  expect(answers.filter((answer) => answer?.ok && !answer.replay)).toHaveLength(1)
  for (const door of doors) {
    expect(await door.run('message.send', { ...input, content: { kind: 'text', text: 'other' } })).toMatchObject({ ok: false, error: { code: 'idempotency_conflict' } })
  }
  const { body } = await b.call('GET', `/v1/conversations/${id}/messages`, { token: owner.token })
  expect((body['messages'] as { clientId: string }[]).filter(({ clientId }) => clientId === input.clientId)).toHaveLength(1)
})

/** What a client stands at after its frames; throws when an event leaves a hole. */
const standOf = (client: SocketClient, id: string): number => {
  let mine = 0
  for (const frame of client.frames) {
    if (frame.t === 'sync') for (const { id: of, changes } of frame.conversations) if (of === id && changes && changes.after <= mine) mine = Math.max(mine, changes.upTo)
    if (frame.t !== 'evt' || frame.id !== id || frame.revision <= mine) continue
    if (frame.after > mine) throw new Error(`a hole: ${frame.after} after ${mine}`)
    mine = frame.revision
  }
  return mine
}

it('however sends at both nodes and following at one interleave, no event is lost or out of order', async () => {
  const { a, b, scene } = await startCluster()
  const ben = await scene.person()
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.random() * 8))
  for (let round = 0; round < 30; round += 1) {
    const { id, owner } = await scene.group([ben])
    const clients: SocketClient[] = []
    const sending = Promise.all([a, b, a, b].map(async (server, index) => {
      for (let sent = 0; sent < 5; sent += 1) {
        await pause()
        expect((await send(server, index % 2 ? owner.token : ben.token, id, `${index}-${sent}`)).status).toBe(201)
      }
    }))
    const following = Promise.all([a, b, b, b].map(async (server) => {
      await pause()
      const client = await follow(server, ben.token, [id])
      clients.push(client)
      for (let turn = 0; turn < 4; turn += 1) {
        await pause()
        if (Math.random() < 0.5) client.send({ t: 'unfollow', conversations: [id] })
        client.send({ t: 'follow', conversations: [[id, standOf(client, id), 0]] })
      }
    }))
    await Promise.all([sending, following])
    const [row] = await a.palaver.database.query<{ head: number }>('SELECT head_revision AS head FROM conversations WHERE id = $1', [id])
    await expect.poll(() => clients.map((client) => standOf(client, id)), patient).toEqual(clients.map(() => row?.head))
    for (const client of clients) client.ws.terminate()
  }
}, 90_000)
