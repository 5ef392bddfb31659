import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { PalaverError } from '@palaver/protocol'
import { type SocketApp, type SocketAppOptions, startSocketApp } from '../../support/socket-app.ts'
import { SocketClient } from '../../support/socket-client.ts'

let server: SocketApp
const start = async (options: SocketAppOptions = {}): Promise<void> => {
  server = await startSocketApp(options)
}
afterEach(() => server.close())

const open = (): Promise<SocketClient> => SocketClient.open(server.url)

describe('refusal 6: authentication', () => {
  test('a command before auth is unauthenticated and does not run', async () => {
    const run = vi.fn()
    await start({ run })
    const client = await open()
    expect(await client.command('message.send', {})).toMatchObject({ t: 'err', id: 1, code: 'unauthenticated', retryable: false })
    expect(run).not.toHaveBeenCalled()
    await client.close()
  })

  test.each(['resume', 'follow'] as const)('%s before auth closes with 4401', async (t) => {
    await start()
    const client = await open()
    client.send({ t, conversations: [] })
    expect((await client.ended).code).toBe(4401)
  })

  test('a bad token closes with 4401', async () => {
    await start()
    const client = await open()
    client.send({ t: 'auth', token: 'bad' })
    expect(await client.ended).toEqual({ code: 4401, reason: 'unauthenticated' })
  })

  test("a host's app key is no user and closes with 4401", async () => {
    await start({ door: { authenticate: async () => ({ kind: 'app', address: '', requestId: '' }) } })
    const client = await open()
    client.send({ t: 'auth', token: 'key' })
    expect((await client.ended).code).toBe(4401)
  })

  test('no token in time closes with 4408', async () => {
    await start({ door: { limits: { authWithinMs: 30 } } })
    expect((await (await open()).ended).code).toBe(4408)
  })

  test('a failure that is not about the token closes resumably', async () => {
    await start({ door: { authenticate: async () => Promise.reject(new Error('database down')) } })
    const client = await open()
    client.send({ t: 'auth', token: 'x' })
    expect((await client.ended).code).toBe(4500)
  })

  test('what is sent together with the token is done after it was judged', async () => {
    await start()
    const client = await open()
    client.send({ t: 'auth', token: randomUUID() })
    client.send({ t: 'resume', conversations: [] })
    client.send({ t: 'cmd', id: 7, name: 'x', input: {} })
    await client.frame('live')
    await client.frame('ok', ({ id }) => id === 7)
    expect(client.frames[1]?.t).toBe('authed')
    await client.close()
  })

  test('a socket whose token ran out closes with 4401 after the grace', async () => {
    await start({ door: { limits: { expiryGraceMs: 50 } } })
    const client = await open()
    await client.authenticate(`${randomUUID()}!50`)
    expect((await client.ended).code).toBe(4401)
  })

  test('a new token of the same user keeps the socket open', async () => {
    await start({ door: { limits: { expiryGraceMs: 100 } } })
    const client = await open()
    const user = randomUUID()
    const first = await client.authenticate(`${user}!100`)
    client.send({ t: 'auth', token: user })
    await client.frame('authed', ({ expiresAt }) => expiresAt > first.expiresAt + 1000)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await client.command('x', {})).toMatchObject({ t: 'ok' })
    await client.close()
  })

  test('a token of somebody else closes with 4400', async () => {
    await start()
    const client = await open()
    await client.authenticate(randomUUID())
    client.send({ t: 'auth', token: randomUUID() })
    expect((await client.ended).code).toBe(4400)
  })

  test('a revoked session closes with 4403 at once, other sessions stay; suspension closes all with 4423', async () => {
    await start()
    const [user, session] = [randomUUID(), randomUUID()]
    const [revoked, other] = [await open(), await open()]
    await revoked.authenticate(`${user}/${session}`)
    await other.authenticate(`${user}/${randomUUID()}`)
    server.bus.publish({ kind: 'revoked', userId: user, sessionId: session })
    expect((await revoked.ended).code).toBe(4403)
    expect(await other.command('x', {})).toMatchObject({ t: 'ok' })
    server.bus.publish({ kind: 'suspended', userId: user })
    expect((await other.ended).code).toBe(4423)
  })

  test('a command that runs when its session is revoked is answered before the close; what comes later does not run', async () => {
    const finish = Promise.withResolvers<void>()
    const run = vi.fn(async () => {
      await finish.promise
      return { status: 200, json: '{}', replay: false }
    })
    await start({ run })
    const [user, session] = [randomUUID(), randomUUID()]
    const client = await open()
    await client.authenticate(`${user}/${session}`)
    const answer = client.command('session.end', {})
    await expect.poll(() => run.mock.calls.length).toBe(1)
    server.bus.publish({ kind: 'revoked', userId: user, sessionId: session })
    client.send({ t: 'cmd', id: 2, name: 'x', input: {} })
    await new Promise((resolve) => setTimeout(resolve, 50))
    finish.resolve()
    expect(await answer).toMatchObject({ t: 'ok', id: 1 })
    expect((await client.ended).code).toBe(4403)
    expect(run).toHaveBeenCalledTimes(1)
  })

  test('a command that takes its time does not keep a revoked socket open', async () => {
    await start({ run: () => new Promise(() => {}) })
    const user = randomUUID()
    const client = await open()
    await client.authenticate(user)
    client.send({ t: 'cmd', id: 1, name: 'x', input: {} })
    await new Promise((resolve) => setTimeout(resolve, 50))
    server.bus.publish({ kind: 'suspended', userId: user })
    expect((await client.ended).code).toBe(4423)
  })
})

describe('commands', () => {
  test('start in the order of arrival and are answered with their ids', async () => {
    const started: unknown[] = []
    await start({
      run: async (name, input) => {
        started.push(input)
        return { status: 200, json: '{}', replay: name === 'again' }
      },
    })
    const client = await open()
    await client.authenticate(randomUUID())
    for (let id = 0; id < 30; id += 1) client.send({ t: 'cmd', id: 100 + id, name: 'message.send', input: id })
    await client.frame('ok', ({ id }) => id === 129)
    expect(started).toEqual(Array.from({ length: 30 }, (_, index) => index))
    expect(await client.command('again', {})).toEqual({ t: 'ok', id: 1, output: {}, replay: true })
    await client.close()
  })

  test('beyond 32 in flight are refused, the others run on', async () => {
    const ends: (() => void)[] = []
    await start({ run: () => new Promise((resolve) => ends.push(() => resolve({ status: 200, json: '{}', replay: false }))) })
    const client = await open()
    await client.authenticate(randomUUID())
    for (let id = 0; id < 33; id += 1) client.send({ t: 'cmd', id, name: 'x', input: {} })
    expect(await client.frame('err')).toMatchObject({ id: 32, code: 'rate_limited', retryable: true, retryAfterMs: 100 })
    for (const end of ends) end()
    await expect.poll(() => client.all('ok').length).toBe(32)
    await client.close()
  })

  test('refusals keep their code, failures become internal', async () => {
    await start({
      run: async (name) => {
        throw name === 'known' ? new PalaverError('not_found', 'unable to see it', { path: '/a' }) : new Error('secret detail')
      },
    })
    const client = await open()
    await client.authenticate(randomUUID())
    expect(await client.command('known', {})).toEqual({ t: 'err', id: 1, code: 'not_found', message: 'unable to see it', retryable: false, path: '/a' })
    expect(await client.command('other', {})).toMatchObject({ t: 'err', id: 2, code: 'internal', message: expect.not.stringContaining('secret') })
    await client.close()
  })
})

describe('refusal 27: heartbeat', () => {
  test('a silent socket is closed after two pings without an answer', async () => {
    await start({ fanOut: { heartbeatMs: 40 } })
    const [silent, awake] = [await open(), await open()]
    silent.answersPings = false
    await silent.authenticate(randomUUID())
    await awake.authenticate(randomUUID())
    expect((await silent.ended).code).toBe(4408)
    expect(silent.all('ping').length).toBe(2)
    expect(await awake.command('x', {})).toMatchObject({ t: 'ok' })
    await awake.close()
  })
})

describe('draining', () => {
  test('sockets are told, then closed with 4503, and new ones are refused', async () => {
    await start()
    const client = await open()
    await client.authenticate(randomUUID())
    const closed = server.door.close(50)
    expect((await client.frame('goaway')).afterMs).toBeLessThan(50)
    await expect(open()).rejects.toMatchObject({ status: 503 })
    expect((await client.ended).code).toBe(4503)
    await closed
  })

  test('closing the app closes its sockets resumably', async () => {
    await start()
    const client = await open()
    await server.app.close()
    expect((await client.ended).code).toBe(4503)
  })
})
