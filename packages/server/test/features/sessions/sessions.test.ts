import type { SessionTokens } from '@palaver/protocol'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { BusMessage } from '../../../src/platform/event.ts'
import { holdRuntime } from '../../support/held-runtime.ts'
import { openSocket } from '../../support/doors.ts'
import { queriesOf } from '../../support/queries-of.ts'
import { password, shareTestServer, startTestServer, type TestServer } from '../../support/test-server.ts'
import { within } from '../../support/within.ts'

const logIn = (server: TestServer, email: string, secret = password, address?: string) =>
  server.call('POST', '/v1/sessions', { body: { email, password: secret }, ...(address === undefined ? {} : { address }) })
const refresh = async (server: TestServer, refreshToken: string) => {
  const { status, body } = await server.call('POST', '/v1/sessions/refresh', { body: { refreshToken } })
  return { status, body, tokens: body as unknown as SessionTokens }
}

describe('session.create', () => {
  it('logs in with email and password, whatever the letter case of the address', async () => {
    const server = await startTestServer()
    const { userId } = await server.register('ada')
    const answer = await logIn(server, 'Ada@EXAMPLE.com')
    expect(answer).toMatchObject({ status: 201, body: { userId } })
    expect(Number(answer.body['refreshTokenExpiresAt'])).toBeGreaterThan(Date.now() + 29 * 86_400_000)
  })

  it('answers the same, by the same number of queries and hashes, for known and unknown accounts (refusal 18)', async () => {
    const server = await startTestServer()
    await server.register('ada')
    const attempt = async (email: string) => {
      const { answer: { status, body }, queries } = await queriesOf(server.palaver.database, () => logIn(server, email, 'a wrong password'))
      return { status, body, queries }
    }
    const known = await attempt('ada@example.com')
    expect(known).toEqual(await attempt('nobody@example.com'))
    expect(known).toMatchObject({ status: 401, body: { code: 'invalid_credentials', retryable: false }, queries: 1 })
  })

  it('makes whoever guesses wait after five refusals, also with the right password, and longer each time', async () => {
    const runtime = holdRuntime()
    const server = await startTestServer({ runtime })
    await server.register('ada')
    const guess = (spelling: string, address: string) => logIn(server, spelling, 'a wrong password', address)
    const spellings = ['ada@example.com', 'ADA@example.com', 'Ada@Example.com', 'ａda@example.com', 'ada@EXAMPLE.com']
    for (const [i, spelling] of spellings.entries()) expect((await guess(spelling, `10.0.0.${i}`)).status).toBe(401)
    expect(await logIn(server, 'ada@example.com', password, '10.0.1.1')).toMatchObject({ status: 429, body: { code: 'rate_limited', retryAfterMs: 900_000 } })
    runtime.advance(900_000)
    for (let i = 0; i < 5; i++) expect((await guess('ada@example.com', '10.0.0.1')).status).toBe(401)
    expect((await guess('ada@example.com', '10.0.0.1')).body).toMatchObject({ retryAfterMs: 1_800_000 })
    runtime.advance(1_800_000)
    expect((await logIn(server, 'ada@example.com')).status).toBe(201)
  })

  it('lets through no more of many guesses at the same moment than are free', async () => {
    const server = await startTestServer()
    await server.register('ada')
    const answers = await Promise.all(Array.from({ length: 30 }, () => logIn(server, 'ada@example.com', 'a wrong password')))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(25)
  })

  it('counts an address across accounts, an IPv6 /64 as one, and believes no forged X-Forwarded-For', async () => {
    const server = await startTestServer()
    const guess = (i: number, address: string) =>
      server.call('POST', '/v1/sessions', { body: { email: `nobody${i}@example.com`, password: 'x' }, address, headers: { 'x-forwarded-for': `192.0.2.${i}` } })
    for (let i = 0; i < 20; i++) expect((await guess(i, `2001:db8:1:2::${i + 1}`)).status).toBe(401)
    expect((await guess(20, '2001:db8:1:2:ffff::9')).status).toBe(429)
    expect((await guess(21, '2001:db8:1:3::1')).status).toBe(401)
  })
})

describe('session.refresh', () => {
  const shared = shareTestServer()

  it('rotates: each token has one successor', async () => {
    const server = shared()
    const first = await server.register('rotating')
    const second = await refresh(server, first.refreshToken)
    expect(second).toMatchObject({ status: 200, tokens: { userId: first.userId, sessionId: first.sessionId } })
    expect(second.tokens.refreshToken).not.toBe(first.refreshToken)
    const third = await refresh(server, second.tokens.refreshToken)
    expect(third.status).toBe(200)
    expect((await server.call('GET', '/v1/me', { token: third.tokens.accessToken })).status).toBe(200)
  })

  it('gives the immediate predecessor the same successor within 30 s', async () => {
    const runtime = holdRuntime()
    const server = await startTestServer({ runtime })
    const first = await server.register('ada')
    const [a, b] = await Promise.all([refresh(server, first.refreshToken), refresh(server, first.refreshToken)])
    runtime.advance(30_000)
    const late = await refresh(server, first.refreshToken)
    expect([a.status, b.status, late.status]).toEqual([200, 200, 200])
    expect(new Set([a, b, late].map(({ tokens }) => tokens.refreshToken)).size).toBe(1)
  })

  it('revokes the whole session when a replaced token comes later, and its access tokens and sockets stop at once (refusal 16)', async () => {
    const runtime = holdRuntime()
    const server = await startTestServer({ runtime })
    const first = await server.register('ada')
    const second = await refresh(server, first.refreshToken)
    expect((await server.call('GET', '/v1/me', { token: second.tokens.accessToken })).status).toBe(200)
    const socket = await openSocket(server)
    await socket.authenticate(second.tokens.accessToken)
    runtime.advance(30_001)
    expect(await refresh(server, first.refreshToken)).toMatchObject({ status: 401, body: { code: 'refresh_token_invalid' } })
    expect((await refresh(server, second.tokens.refreshToken)).status).toBe(401)
    expect((await server.call('GET', '/v1/me', { token: second.tokens.accessToken })).status).toBe(401)
    expect(await within(1000, socket.ended)).toMatchObject({ code: 4403 })
  })

  it('revokes the whole session when the token before the predecessor comes, also within the grace', async () => {
    const server = shared()
    const first = await server.register('replayed')
    const second = await refresh(server, first.refreshToken)
    await refresh(server, second.tokens.refreshToken)
    expect((await refresh(server, first.refreshToken)).status).toBe(401)
    expect((await refresh(server, second.tokens.refreshToken)).status).toBe(401)
  })

  it('refuses after 30 days, forged tokens, and what is no token', async () => {
    const runtime = holdRuntime()
    const server = await startTestServer({ runtime })
    const { refreshToken, sessionId } = await server.register('ada')
    const [, , mac = ''] = refreshToken.split('.')
    const flipped = (mac.startsWith('A') ? 'B' : 'A') + mac.slice(1)
    for (const forged of [`${sessionId}.1.${flipped}`, `${sessionId}.2.${mac}`, `${crypto.randomUUID()}.1.${mac}`, 'x', `${sessionId}.1e9.${mac}`, `${refreshToken} `]) {
      expect(await refresh(server, forged)).toMatchObject({ status: 401, body: { code: 'refresh_token_invalid' } })
    }
    runtime.advance(30 * 86_400_000)
    expect((await refresh(server, refreshToken)).status).toBe(401)
  })

  it('rotates once on PostgreSQL when many come at the same moment', async () => {
    const server = await startTestServer({ dialect: 'postgres' })
    const first = await server.register('ada')
    const answers = await Promise.all(Array.from({ length: 12 }, () => refresh(server, first.refreshToken)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(new Set(answers.map(({ tokens }) => tokens.refreshToken)).size).toBe(1)
  })
})

describe('session.end', () => {
  const shared = shareTestServer()

  it('revokes the session, and its tokens stop at once', async () => {
    const server = shared()
    const { accessToken, refreshToken } = await server.register('ada')
    expect((await server.call('GET', '/v1/me', { token: accessToken })).status).toBe(200)
    expect((await server.call('DELETE', '/v1/sessions/current', { token: accessToken })).status).toBe(200)
    expect((await server.call('GET', '/v1/me', { token: accessToken })).status).toBe(401)
    expect((await refresh(server, refreshToken)).status).toBe(401)
  })

  it('tells every node over the bus', async () => {
    const server = shared()
    const messages: BusMessage[] = []
    onTestFinished(server.palaver.bus.subscribe((message) => messages.push(message)))
    const { accessToken, userId, sessionId } = await server.register('bob')
    await server.call('DELETE', '/v1/sessions/current', { token: accessToken })
    expect(messages).toContainEqual({ kind: 'revoked', userId, sessionId })
  })

  it('closes the sockets of the session within a second, and no others of the person', async () => {
    const server = shared()
    const first = await server.register('eve')
    const second = (await logIn(server, 'eve@example.com')).body as unknown as SessionTokens
    const [revoked, kept] = [await openSocket(server), await openSocket(server)]
    await revoked.authenticate(first.accessToken)
    await kept.authenticate(second.accessToken)
    await server.call('DELETE', '/v1/sessions/current', { token: first.accessToken })
    expect(await within(1000, revoked.ended)).toMatchObject({ code: 4403 })
    expect(await kept.command('person.me', {})).toMatchObject({ t: 'ok' })
  })
})

describe('token.mint', () => {
  const key = 'k'.repeat(40)
  const shared = shareTestServer({ appKeys: [key] })

  it("mints tokens for a host's own users, made when new", async () => {
    const server = shared()
    const mint = (body: object) => server.call('POST', '/v1/tokens', { token: key, body })
    const first = await mint({ externalId: 'crm-7', name: 'Zoë Müller' })
    expect(first.status).toBe(201)
    const me = await server.call('GET', '/v1/me', { token: String(first.body['accessToken']) })
    expect(me.body['person']).toMatchObject({ name: 'Zoë Müller', handle: expect.stringMatching(/^zoe?\.?.*\.[a-z2-7]{6}$/) })
    expect((await mint({ externalId: 'crm-7' })).body).toMatchObject({ userId: first.body['userId'] })
    expect((await mint({ externalId: 'crm-8' })).body).not.toMatchObject({ userId: first.body['userId'] })
  })

  it('makes one person of many requests at the same moment', async () => {
    const server = await startTestServer({ appKeys: [key], dialect: 'postgres' })
    const answers = await Promise.all(Array.from({ length: 10 }, () => server.call('POST', '/v1/tokens', { token: key, body: { externalId: 'crm-7' } })))
    expect(new Set(answers.map(({ body }) => body['userId'])).size).toBe(1)
  })

  it("refuses a taken handle, a user's token, a wrong key and none", async () => {
    const server = shared()
    const { accessToken } = await server.register('ada')
    const mint = (token?: string) => server.call('POST', '/v1/tokens', { ...(token ? { token } : {}), body: { externalId: 'crm-9', handle: 'ada' } })
    expect(await mint(key)).toMatchObject({ status: 409, body: { code: 'handle_taken' } })
    expect(await mint(accessToken)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await mint(`${key}k`)).toMatchObject({ status: 401 })
    expect(await mint()).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })

  it("refuses an app key for a user's command", async () => {
    const server = shared()
    expect(await server.call('GET', '/v1/me', { token: key })).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })
})

describe('the authenticate option', () => {
  it("uses the host's own check, and refuses what it does not know", async () => {
    const server = await startTestServer({
      authenticate: async (token) => (token === 'cookie-of-zoe' ? { externalId: 'zoe', name: 'Zoë', handle: 'zoe' } : null),
    })
    expect((await server.call('GET', '/v1/me', { token: 'cookie-of-zoe' })).body['person']).toMatchObject({ handle: 'zoe', name: 'Zoë' })
    expect((await server.call('GET', '/v1/me', { token: 'another' })).status).toBe(401)
  })
})
