import { randomUUID } from 'node:crypto'
import type { ClientFrame } from '@palaver/protocol'
import { type MockInstance, describe, expect, test, vi } from 'vitest'
import { defaultLimits } from '../../../src/platform/limits.ts'
import { openSocket } from '../../support/doors.ts'
import { SocketClient } from '../../support/socket-client.ts'
import { type TestServer, type TestServerOptions, startTestServer } from '../../support/test-server.ts'

interface Flooded {
  readonly server: TestServer
  readonly url: string
  /** Statements and transactions so far. */
  readonly queries: () => number
}

const start = async (options: TestServerOptions = {}): Promise<Flooded> => {
  const server = await startTestServer(options)
  const address = await server.app.listen({ host: '127.0.0.1', port: 0 })
  const spies: MockInstance[] = [vi.spyOn(server.palaver.database, 'query'), vi.spyOn(server.palaver.database, 'transaction')]
  const queries = (): number => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0)
  return { server, url: `${address.replace('http', 'ws')}/v1/socket`, queries }
}

/** What a handshake answers: `open`, or the status that refuses it. */
const shake = async (url: string, headers: Record<string, string> = {}): Promise<number | 'open'> =>
  SocketClient.open(url, { headers }).then((client) => (client.ws.terminate(), 'open' as const), ({ status }: { status: number }) => status)

const outcomes = (answers: readonly unknown[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[String(answer)] = (counts[String(answer)] ?? 0) + 1
  return counts
}

const times = async <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: count }, (_, index) => work(index)))

const group = async (server: TestServer, token: string): Promise<string> => {
  const { body } = await server.call('POST', '/v1/conversations', { token, body: { clientId: randomUUID(), type: 'group', name: 'Group' } })
  return (body['conversation'] as { id: string }).id
}

/** Refilled so slowly that no machine is too slow for exact counts. */
const tight = (burst: number) => ({ ...defaultLimits, address: { perMinute: 1, burst } })

/** What relay, timers and jobs may ask meanwhile, on a slow machine; far less than one query for each of a flood. */
const background = 60

describe('refusal 26: handshakes', () => {
  test('a flood of one address is refused with 429 before the upgrade, and asks the database nothing more', async () => {
    const { server, url, queries } = await start({ limits: tight(60) })
    const before = queries()
    const answers = await times(200, () => shake(url))
    expect(outcomes(answers)).toEqual({ open: 60, 429: 140 })
    expect(queries() - before).toBeLessThan(background)
    const refused = await server.call('GET', '/v1/socket', { headers: { connection: 'upgrade', upgrade: 'websocket' } })
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited', retryable: true, retryAfterMs: expect.any(Number) }, headers: { 'retry-after': expect.any(String) } })
  })

  test('handshakes and requests of an address count together, whatever X-Forwarded-For says', async () => {
    const { server, url } = await start({ limits: tight(60) })
    for (let index = 0; index < 30; index++) await server.call('GET', '/v1/nothing')
    const answers = await times(50, (index) => shake(url, { 'x-forwarded-for': `192.0.2.${index}` }))
    expect(outcomes(answers)).toEqual({ open: 30, 429: 20 })
    expect((await server.call('GET', '/v1/nothing')).status).toBe(429)
    expect((await server.call('GET', '/v1/nothing', { address: '10.9.9.9' })).status).toBe(404)
  })

  test('behind a trusted proxy each address has its own, of IPv6 each /64', async () => {
    const { url } = await start({ trustProxy: ['127.0.0.1'], limits: tight(5) })
    const from = (of: (index: number) => string) => times(10, (index) => shake(url, { 'x-forwarded-for': of(index) }))
    expect(outcomes(await from(() => '192.0.2.1'))).toEqual({ open: 5, 429: 5 })
    expect(outcomes(await from((index) => `192.0.2.${10 + index}`))).toEqual({ open: 10 })
    expect(outcomes(await from((index) => `2001:db8::${index}`))).toEqual({ open: 5, 429: 5 })
  })

  test('sockets of an address that send no token are bounded, and make room once they end or authenticate', async () => {
    const { server, url, queries } = await start({ socketLimits: { maxUnauthenticatedPerAddress: 10 } })
    const { accessToken } = await server.register('ada')
    const before = queries()
    const waiting = await times(10, () => SocketClient.open(url))
    expect(outcomes(await times(20, () => shake(url)))).toEqual({ 429: 20 })
    expect(queries() - before).toBeLessThan(background)
    await waiting[0]?.authenticate(accessToken)
    await waiting[1]?.close()
    const more = await times(2, () => SocketClient.open(url))
    expect(await shake(url)).toBe(429)
    for (const client of [...waiting, ...more]) client.ws.terminate()
    await expect.poll(() => shake(url)).toBe('open')
  })

  test('who reconnects in a loop is refused at the limit of the address; each time before cost a bounded number of queries', async () => {
    const { server, url, queries } = await start({ limits: tight(60) })
    const { accessToken } = await server.register('ada')
    const before = queries()
    let opened = 0
    const answers: (number | 'open')[] = []
    for (let round = 0; round < 100; round++) {
      const answer = await SocketClient.open(url).catch(({ status }: { status: number }) => status)
      answers.push(typeof answer === 'number' ? answer : 'open')
      if (typeof answer === 'number') continue
      opened++
      await answer.authenticate(accessToken)
      answer.send({ t: 'resume', lineage: server.palaver.database.lineage, userRevision: 0, conversations: [] })
      await answer.frame('live')
      answer.ws.terminate()
    }
    // Registering took two requests.
    expect(outcomes(answers)).toEqual({ open: 58, 429: 42 })
    expect(queries() - before).toBeLessThan(opened * 5 + background)
  })
})

describe('refusal 26: what authenticated sockets send too much of', () => {
  test('of 200 sockets of one user 20 stay, 180 close with 4429, and cost no query beyond their token', async () => {
    const { server, url, queries } = await start()
    const { accessToken } = await server.register('ada')
    const idle = queries()
    const probe = await SocketClient.open(url)
    await probe.authenticate(accessToken)
    const forOne = queries() - idle
    await probe.close()
    const before = queries()
    const clients = await times(200, () => SocketClient.open(url))
    const ends = await Promise.all(clients.map(async (client) => {
      client.send({ t: 'auth', token: accessToken })
      return Promise.race([client.ended.then(({ code }) => code), client.frame('authed', undefined, 20_000).then(() => 'stays')])
    }))
    expect(outcomes(ends)).toEqual({ stays: 20, 4429: 180 })
    expect(queries() - before).toBeLessThanOrEqual(200 * forOne + background)
    for (const client of clients) client.ws.terminate()
  }, 30_000)

  test.each([
    ['follows', (id: string): ClientFrame => ({ t: 'follow', conversations: [[id, 0, 0]] })],
    ['resumes', (id: string): ClientFrame => ({ t: 'resume', lineage: 'another', userRevision: 0, conversations: [[id, 0, 0]] })],
  ])('%s beyond the burst close with 4429 after a bounded number of queries', async (_what, frame) => {
    const { server, queries } = await start()
    const { accessToken } = await server.register('ada')
    const id = await group(server, accessToken)
    const client = await openSocket(server)
    await client.authenticate(accessToken)
    const before = queries()
    for (let index = 0; index < 1000; index++) client.send(frame(id))
    expect((await client.ended).code).toBe(4429)
    // A burst of 60 reads, each of which may take a few queries.
    expect(queries() - before).toBeLessThanOrEqual(60 * 5 + background)
  })

  test('typing beyond its limit is rate_limited, and asks the database no more often than its limit', async () => {
    const { server, queries } = await start({ limits: { ...defaultLimits, typing: { perMinute: 1, burst: 20 } } })
    const { accessToken } = await server.register('ada')
    const conversationId = await group(server, accessToken)
    const client = await openSocket(server)
    await client.authenticate(accessToken)
    const before = queries()
    const answers: string[] = []
    // As many at once as a socket may have.
    for (let round = 0; round < 10; round++) {
      const frames = await times(30, () => client.command('typing.set', { conversationId, typing: true }))
      answers.push(...frames.map((answer) => (answer.t === 'ok' ? 'ok' : answer.code)))
    }
    const { ok = 0, rate_limited: refused = 0 } = outcomes(answers)
    expect(ok + refused).toBe(300)
    expect(ok).toBe(20)
    expect(queries() - before).toBeLessThanOrEqual(ok * 2 + background)
  })

  test('frames beyond the burst close with 4429, however small, and ask the database nothing', async () => {
    const { server, queries } = await start()
    const { accessToken } = await server.register('ada')
    const client = await openSocket(server)
    await client.authenticate(accessToken)
    const before = queries()
    for (let index = 0; index < 1000; index++) client.send({ t: 'pong' })
    expect((await client.ended).code).toBe(4429)
    expect(queries() - before).toBeLessThan(background)
  })

  test('commands beyond their limit are rate_limited without a query, over half REST and half socket', async () => {
    const { server, queries } = await start({ limits: { ...defaultLimits, listConversations: { perMinute: 1, burst: 10 } } })
    const { accessToken } = await server.register('ada')
    const client = await openSocket(server)
    await client.authenticate(accessToken)
    const before = queries()
    const answers = await times(100, async (index) => {
      if (index % 5 > 0) return (await server.call('GET', '/v1/conversations', { token: accessToken })).status
      const answer = await client.command('conversation.list', {})
      return answer.t === 'ok' ? 200 : 429
    })
    expect(outcomes(answers)).toEqual({ 200: 10, 429: 90 })
    const perList = 2
    const perToken = 1
    expect(queries() - before).toBeLessThanOrEqual(10 * perList + 100 * perToken + background)
  })
})
