import { commands } from '@palaver/protocol/definitions'
import { describe, expect, it } from 'vitest'
import { defaultLimits } from '../../../src/platform/limits.ts'
import { shareTestServer, startTestServer } from '../../support/test-server.ts'

describe('the REST door', () => {
  const server = shareTestServer({ allowedOrigins: ['https://app.example.com'] })
  const json = { 'content-type': 'application/json' }

  it('refuses every command of a user without a token, with a broken one, and with another scheme (refusal 6)', async () => {
    for (const command of commands) {
      if (command.access === 'public' || !command.rest) continue
      const path = command.rest.path.replaceAll(/:\w+/g, crypto.randomUUID())
      for (const headers of [{}, { authorization: 'Bearer ' }, { authorization: 'Bearer x.y.z' }, { authorization: 'Basic dXNlcjpwYXNz' }, { authorization: 'x' }]) {
        const answer = await server().call(command.rest.method, path, { headers })
        expect({ command: command.name, ...answer }).toMatchObject({ command: command.name, status: 401, body: { code: 'unauthenticated', retryable: false } })
      }
    }
  })

  it('refuses a token that is not valid also for public commands: nobody falls through to a default user', async () => {
    const body = { email: 'a@example.com', password: 'x' }
    expect((await server().call('POST', '/v1/sessions', { token: 'x.y.z', body })).body).toMatchObject({ code: 'unauthenticated' })
  })

  it('refuses a token in the query, and logs no query', async () => {
    for (const name of ['token', 'access_token', 'accessToken']) {
      const answer = await server().call('GET', `/v1/me?${name}=secret-token-in-query`)
      expect(answer.status).toBeGreaterThanOrEqual(400)
    }
    const { accessToken } = await server().register('query')
    expect(await server().call('GET', '/v1/me?access_token=secret-token-in-query', { token: accessToken })).toMatchObject({
      status: 400, body: { code: 'invalid_input', path: '/access_token' },
    })
    expect(server().log()).toContain('"path":"/v1/me"')
    expect(server().log()).not.toContain('secret-token-in-query')
  })

  it.each([
    ['malformed JSON', '{"email":', json],
    ['an array', '[]', json],
    ['text', '"x"', json],
    ['a number', '1', json],
    ['a form', 'email=a%40example.com', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text, which a foreign page may send without asking', '{}', { 'content-type': 'text/plain' }],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), json],
    ['deep JSON', '{"email":'.repeat(5000) + '1' + '}'.repeat(5000), json],
    ['nothing', '', json],
  ])('answers invalid_input to %s', async (_what, body, headers) => {
    expect(await server().call('POST', '/v1/sessions', { body, headers })).toMatchObject({ status: 400, body: { code: 'invalid_input', retryable: false } })
  })

  it('refuses a body above 64 KiB', async () => {
    const body = JSON.stringify({ email: 'a@example.com', password: 'x'.repeat(70_000) })
    expect(await server().call('POST', '/v1/sessions', { body, headers: json })).toMatchObject({ status: 413, body: { code: 'too_large' } })
  })

  it('answers unknown_command where nothing is', async () => {
    for (const [method, path] of [['GET', '/v1/nothing'], ['DELETE', '/v1/me'], ['POST', '/v1/__proto__'], ['GET', '/nothing'], ['GET', '/']] as const) {
      expect(await server().call(method, path)).toMatchObject({ status: 404, body: { code: 'unknown_command' } })
    }
    expect(await server().call('GET', '/v1/%ZZ')).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
  })

  it('lets path parameters win over body and query', async () => {
    const { accessToken } = await server().register('path')
    const token = accessToken
    const { body } = await server().call('POST', '/v1/conversations', { token, body: { clientId: crypto.randomUUID(), type: 'group', name: 'G' } })
    const { id } = body['conversation'] as { id: string }
    const other = crypto.randomUUID()
    expect((await server().call('PATCH', `/v1/conversations/${id}?conversationId=${other}`, { token, body: { conversationId: other, name: 'H' } })).body).toMatchObject({ conversation: { id, name: 'H' } })
    expect(await server().call('GET', `/v1/conversations/${other}?conversationId=${id}`, { token })).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(await server().call('GET', '/v1/conversations/not-an-id', { token })).toMatchObject({ status: 400, body: { code: 'invalid_input', path: '/conversationId' } })
  })

  it('says what is left, who it was, and how to treat the answer', async () => {
    const { accessToken } = await server().register('header')
    const { headers } = await server().call('GET', '/v1/me', { token: accessToken, headers: { 'x-request-id': 'forged' } })
    expect(headers).toMatchObject({
      'ratelimit-limit': '100000', 'ratelimit-remaining': expect.stringMatching(/^\d+$/), 'ratelimit-reset': expect.stringMatching(/^\d+$/), 'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff', 'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers).not.toHaveProperty('x-ratelimit-limit')
    // What names a protocol and does not ask to change to it is answered as a page is.
    expect((await server().call('GET', '/v1/me', { token: accessToken, headers: { upgrade: 'h2c' } })).headers['content-security-policy']).toContain("default-src 'self'")
  })

  it('lets pages of allowed origins read, and no others', async () => {
    const ask = async (origin: string) => (await server().call('GET', '/v1/nothing', { headers: { origin } })).headers['access-control-allow-origin']
    expect(await ask('https://app.example.com')).toBe('https://app.example.com')
    for (const origin of ['https://evil-app.example.com', 'https://app.example.com.evil.example', 'http://app.example.com', 'null']) expect(await ask(origin)).toBeUndefined()
    const preflight = await server().app.inject({
      method: 'OPTIONS', url: '/v1/me', headers: { origin: 'https://app.example.com', 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' },
    })
    expect(preflight).toMatchObject({ statusCode: 204, headers: { 'access-control-allow-origin': 'https://app.example.com', 'access-control-allow-headers': 'authorization' } })
  })
})

describe('limits at the REST door', () => {
  it('answer 429 with when to come back', async () => {
    const server = await startTestServer({ limits: { ...defaultLimits, read: { perMinute: 6, burst: 2 } } })
    const { accessToken } = await server.register('ada')
    const first = await server.call('GET', '/v1/me', { token: accessToken })
    expect(first).toMatchObject({ status: 200, headers: { 'ratelimit-remaining': '1', 'ratelimit-reset': '10' } })
    expect((await server.call('GET', '/v1/me', { token: accessToken })).status).toBe(200)
    const refused = await server.call('GET', '/v1/me', { token: accessToken })
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited', retryable: true }, headers: { 'ratelimit-remaining': '0', 'ratelimit-limit': '2' } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(8)
  })

  it('count an address over everything, forged X-Forwarded-For or not, but not its health checks', async () => {
    const server = await startTestServer({ limits: { ...defaultLimits, address: { perMinute: 5, burst: 5 } } })
    const ask = (i: number) => server.call('GET', `/v1/nothing${i}`, { headers: { 'x-forwarded-for': `192.0.2.${i}` } })
    for (let i = 0; i < 5; i++) expect((await ask(i)).status).toBe(404)
    expect(await ask(6)).toMatchObject({ status: 429, body: { code: 'rate_limited' }, headers: { 'retry-after': expect.anything() } })
    expect((await server.call('GET', '/health/live')).status).toBe(200)
    expect((await server.call('GET', '/v1/nothing', { address: '10.9.9.9' })).status).toBe(404)
  })
})

describe('a trusted proxy', () => {
  it('may say who is behind it', async () => {
    const server = await startTestServer({ trustProxy: ['127.0.0.1'], limits: { ...defaultLimits, address: { perMinute: 1, burst: 1 } } })
    const ask = (i: number, address = '127.0.0.1') => server.call('GET', '/v1/nothing', { headers: { 'x-forwarded-for': `192.0.2.${i}` }, address })
    expect((await ask(1)).status).toBe(404)
    expect((await ask(2)).status).toBe(404)
    expect((await ask(1)).status).toBe(429)
    expect([(await ask(3, '10.0.0.1')).status, (await ask(4, '10.0.0.1')).status]).toEqual([404, 429])
  })
})
