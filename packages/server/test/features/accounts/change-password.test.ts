import type { SessionTokens } from '@palaver/protocol'
import { describe, expect, it, vi } from 'vitest'
import { openDoor, openSocket } from '../../support/doors.ts'
import { holdRuntime } from '../../support/held-runtime.ts'
import { queriesOf } from '../../support/queries-of.ts'
import { password, shareTestServer, startTestServer, type TestServer } from '../../support/test-server.ts'
import { within } from '../../support/within.ts'

const next = 'a much better one'
const logIn = async (server: TestServer, handle: string, secret = password) => {
  const { status, body } = await server.call('POST', '/v1/sessions', { body: { email: `${handle}@example.com`, password: secret } })
  return { status, tokens: body as unknown as SessionTokens }
}
const change = (server: TestServer, token: string, current = password, address?: string) =>
  server.call('PUT', '/v1/me/password', { token, body: { current, next }, ...(address === undefined ? {} : { address }) })

describe.each(['pglite', 'postgres'] as const)('account.changePassword on %s', (dialect) => {
  const shared = shareTestServer({ dialect })

  it('ends every other session within a second, with sockets and refresh tokens, and the asking one goes on (refusal 17)', async () => {
    const server = shared()
    const kept = await server.register('ada')
    const others = [(await logIn(server, 'ada')).tokens, (await logIn(server, 'ada')).tokens]
    const bystander = await server.register('bystander')
    const asking = await openSocket(server)
    await asking.authenticate(kept.accessToken)
    const sockets = await Promise.all(others.map(async ({ accessToken }) => {
      const socket = await openSocket(server)
      await socket.authenticate(accessToken)
      return socket
    }))
    expect(await asking.command('account.changePassword', { current: password, next })).toMatchObject({ t: 'ok', output: {} })
    for (const { ended } of sockets) expect(await within(1000, ended)).toMatchObject({ code: 4403 })
    for (const { accessToken, refreshToken } of others) {
      expect((await server.call('GET', '/v1/me', { token: accessToken })).status).toBe(401)
      expect((await server.call('POST', '/v1/sessions/refresh', { body: { refreshToken } })).body).toMatchObject({ code: 'refresh_token_invalid' })
    }
    expect(await asking.command('session.list', {})).toMatchObject({ t: 'ok', output: { sessions: [{ id: kept.sessionId, current: true }] } })
    expect((await server.call('POST', '/v1/sessions/refresh', { body: { refreshToken: kept.refreshToken } })).status).toBe(200)
    expect((await server.call('GET', '/v1/me', { token: bystander.accessToken })).status).toBe(200)
    expect((await logIn(server, 'ada')).status).toBe(401)
    expect((await logIn(server, 'ada', next)).status).toBe(201)
  })

  it('changes nothing with a wrong current password, and ends nobody', async () => {
    const server = shared()
    const { accessToken } = await server.register('bob')
    const other = (await logIn(server, 'bob')).tokens
    expect(await change(server, accessToken, 'a wrong password')).toMatchObject({ status: 401, body: { code: 'invalid_credentials', path: '/current' } })
    expect((await server.call('GET', '/v1/me', { token: other.accessToken })).status).toBe(200)
    expect((await logIn(server, 'bob')).status).toBe(201)
  })

  it('lets one of two changes at once win, and the other is told that the password is another', async () => {
    const server = shared()
    const { accessToken } = await server.register('eve')
    const answers = await Promise.all([change(server, accessToken), change(server, accessToken)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401])
  })

  it('leaves no session to a sign-in with the old password that was under way', async () => {
    const passwords = await slowly()
    const server = await startTestServer({ dialect, passwords })
    const { accessToken } = await server.register('fay')
    passwords.hold()
    const signIn = logIn(server, 'fay')
    await vi.waitFor(() => expect(passwords.held()).toBe(1))
    passwords.letOthers()
    expect((await change(server, accessToken)).status).toBe(200)
    passwords.release()
    expect((await signIn).status).toBe(401)
    expect((await server.call('GET', '/v1/sessions', { token: accessToken })).body['sessions']).toHaveLength(1)
  })
})

/** Passwords of which one check, once it was right, waits until it is let go. */
const slowly = async () => {
  const { createPasswords } = await import('../../../src/adapters/tokens/passwords.ts')
  const real = await createPasswords({ parameters: { memoryCost: 8, timeCost: 1, parallelism: 1 } })
  const gate = Promise.withResolvers<void>()
  let isHolding = false
  let count = 0
  return {
    hash: (secret: string) => real.hash(secret),
    verify: async (hash: string | undefined, secret: string) => {
      const right = await real.verify(hash, secret)
      if (isHolding) {
        count += 1
        await gate.promise
      }
      return right
    },
    hold: () => void (isHolding = true),
    letOthers: () => void (isHolding = false),
    release: () => gate.resolve(),
    held: () => count,
  }
}

describe('account.changePassword', () => {
  const key = 'k'.repeat(40)

  it('makes whoever guesses the current password wait after five refusals, half over each door, and the sign-in none (refusal 19)', async () => {
    const runtime = holdRuntime()
    const server = await startTestServer({ runtime })
    const { accessToken } = await server.register('ada')
    const doors = [await openDoor(server, 'rest', accessToken), await openDoor(server, 'socket', accessToken)]
    const guess = (index: number) => doors[index % 2]?.run('account.changePassword', { current: 'a wrong password', next })
    for (let index = 0; index < 5; index += 1) expect(await guess(index)).toMatchObject({ error: { code: 'invalid_credentials' } })
    for (let index = 0; index < 2; index += 1) expect(await guess(index)).toMatchObject({ error: { code: 'rate_limited', retryAfterMs: 900_000 } })
    expect(await change(server, accessToken, password, '10.0.0.9')).toMatchObject({ status: 429 })
    expect((await logIn(server, 'ada')).status).toBe(201)
    runtime.advance(900_000)
    expect((await logIn(server, 'ada')).status).toBe(201)
  })

  it('is not kept from its owner by strangers who guess at the sign-in', async () => {
    const server = await startTestServer()
    const { accessToken } = await server.register('ada')
    for (let index = 0; index < 6; index += 1) await logIn(server, 'ada', 'a wrong password')
    expect((await change(server, accessToken, password, '10.0.0.9')).status).toBe(200)
  })

  it('asks as many queries and checks for a wrong password as for an account without one', async () => {
    const server = await startTestServer({ appKeys: [key] })
    const { accessToken } = await server.register('ada')
    const hosted = (await server.palaver.admin.mintToken({ externalId: 'crm-1' })).accessToken
    const attempt = async (token: string) => {
      await server.call('GET', '/v1/me', { token })
      const { answer: { body }, queries } = await queriesOf(server.palaver.database, () => change(server, token, 'a wrong password'))
      return { code: body['code'], queries }
    }
    expect(await attempt(accessToken)).toEqual({ code: 'invalid_credentials', queries: 1 })
    expect(await attempt(hosted)).toEqual({ code: 'forbidden', queries: 1 })
  })

  it('by a token that a host minted, which belongs to no session, ends all of them', async () => {
    const server = await startTestServer({ appKeys: [key] })
    const { userId, accessToken } = await server.register('ada')
    await server.palaver.database.query('UPDATE users SET external_id = $2 WHERE id = $1', [userId, 'crm-1'])
    const minted = (await server.palaver.admin.mintToken({ externalId: 'crm-1' })).accessToken
    expect((await change(server, minted)).status).toBe(200)
    expect((await server.call('GET', '/v1/me', { token: accessToken })).status).toBe(401)
  })
})
