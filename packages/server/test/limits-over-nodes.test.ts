import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { follow, startCluster } from './support/cluster.ts'
import { openDoor, openSocket } from './support/doors.ts'
import { password, roomyLimits, type TestServer } from './support/test-server.ts'

const logIn = (server: TestServer, email: string, address: string, secret = 'a wrong password') =>
  server.call('POST', '/v1/sessions', { body: { email, password: secret }, address, headers: { 'x-forwarded-for': randomUUID() } })
const countOf = (statuses: readonly number[], status: number): number => statuses.filter((one) => one === status).length

it('refusal 19: guesses at one account count together at both nodes, whatever the spelling, the address and X-Forwarded-For', async () => {
  const { a, b } = await startCluster()
  await a.register('ada')
  const spellings = ['ada@example.com', 'ADA@example.com', 'Ada@Example.com', 'ａda@example.com', 'ada@EXAMPLE.com']
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) => logIn(i % 2 ? a : b, spellings[i % 5] ?? '', i % 3 ? `2001:db8:1:${i}::1` : `192.0.2.${i}`)),
  )
  expect([countOf(answers.map(({ status }) => status), 401), countOf(answers.map(({ status }) => status), 429)]).toEqual([5, 95])
  for (const server of [a, b]) expect((await logIn(server, 'ada@example.com', '198.51.100.1', password)).body).toMatchObject({ code: 'rate_limited', retryable: true })
  const socket = await openDoor(a, 'socket', (await a.register('eve')).accessToken)
  expect(await socket.run('session.create', { email: 'ada@example.com', password })).toMatchObject({ ok: false, error: { code: 'unknown_command' } })
})

it('refusal 19: guesses of one address count together at both nodes, over accounts, an IPv6 /64 as one', async () => {
  const { a, b } = await startCluster()
  const statuses: number[] = []
  for (let i = 0; i < 40; i++) statuses.push((await logIn(i % 2 ? a : b, `nobody${i}@example.com`, `2001:db8:1:2::${(i + 1).toString(16)}`)).status)
  expect(statuses).toEqual([...Array<number>(20).fill(401), ...Array<number>(20).fill(429)])
  expect((await logIn(a, 'nobody@example.com', '2001:db8:1:3::1')).status).toBe(401)
})

it('commands of one user count together at both nodes and both doors', async () => {
  const { a, b, scene } = await startCluster({ limits: { ...roomyLimits, send: { perMinute: 1, burst: 12 } } })
  const { id, owner } = await scene.group()
  const doors = await Promise.all([openDoor(a, 'rest', owner.token), openDoor(b, 'socket', owner.token), openDoor(b, 'rest', owner.token), openDoor(a, 'socket', owner.token)])
  const answers = await Promise.all(
    Array.from({ length: 80 }, (_, i) => doors[i % 4]?.run('message.send', { conversationId: id, clientId: randomUUID(), content: { kind: 'text', text: 'x' } })),
  )
  expect(answers.filter((answer) => answer?.ok)).toHaveLength(12)
  expect(answers.every((answer) => answer && (answer.ok || (answer.error.code === 'rate_limited' && (answer.error.retryAfterMs ?? 0) > 0)))).toBe(true)
})

it('requests and handshakes of one address count together at both nodes', async () => {
  const { a, b } = await startCluster({ limits: { ...roomyLimits, address: { perMinute: 1, burst: 10 } } })
  const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => (i % 2 ? a : b).call('GET', i % 3 ? '/v1/me' : '/v1/socket', { address: '192.0.2.1' })))
  expect(answers.filter(({ status }) => status !== 429)).toHaveLength(10)
})

it('refusal 26: of two hundred sockets of one user over two nodes, twenty are let in and the others close with 4429', async () => {
  const { a, b } = await startCluster()
  const { accessToken } = await a.register('ada')
  const sockets = await Promise.all(Array.from({ length: 200 }, (_, i) => openSocket(i % 2 ? a : b)))
  let closed = 0
  for (const socket of sockets) {
    void socket.ended.then(({ code }) => { if (code === 4429) closed += 1 })
    socket.send({ t: 'auth', token: accessToken })
  }
  await expect.poll(() => [closed, sockets.filter((socket) => socket.frames.some(({ t }) => t === 'authed')).length], { timeout: 15_000 }).toEqual([180, 20])
  sockets.find((socket) => socket.frames.some(({ t }) => t === 'authed'))?.ws.terminate()
  await expect.poll(async () => {
    const extra = await openSocket(b)
    extra.send({ t: 'auth', token: accessToken })
    return Promise.race([extra.frame('authed').then(({ t }) => t), extra.ended.then(({ code }) => code)])
  }, { timeout: 10_000 }).toBe('authed')
})

it('when a node closes, its people go at once, except those who have a socket at another', async () => {
  const { a, b, scene } = await startCluster()
  const [ben, eva] = [await scene.person(), await scene.person()]
  const { owner } = await scene.group([ben, eva])
  await Promise.all([follow(b, ben.token, []), follow(b, eva.token, []), follow(a, eva.token, [])])
  const watcher = await follow(a, owner.token, [])
  const statuses = async () => {
    const answer = await watcher.command('presence.watch', { people: [[ben.userId, 0], [eva.userId, 0]] })
    if (answer.t !== 'ok') throw new Error(answer.message)
    return (answer.output as { presences: { status: string }[] }).presences.map(({ status }) => status)
  }
  expect(await statuses()).toEqual(['online', 'online'])
  const began = performance.now()
  await b.app.close()
  await watcher.frame('eph', (frame) => JSON.stringify(frame).includes(`"${ben.userId}","status":"offline"`))
  expect(performance.now() - began).toBeLessThan(8000)
  expect(JSON.stringify(watcher.all('eph'))).not.toContain(`"${eva.userId}","status":"offline"`)
  expect(await statuses()).toEqual(['offline', 'online'])
})
