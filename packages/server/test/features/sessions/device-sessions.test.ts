import type { DeviceSession, SessionTokens } from '@palaver/protocol'
import { describe, expect, it } from 'vitest'
import { openSocket } from '../../support/doors.ts'
import { holdRuntime } from '../../support/held-runtime.ts'
import { queriesOf } from '../../support/queries-of.ts'
import { password, shareTestServer, startTestServer, type TestServer } from '../../support/test-server.ts'
import { within } from '../../support/within.ts'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

const signIn = async (server: TestServer, handle: string, { device, userAgent }: { device?: string; userAgent?: string } = {}): Promise<SessionTokens> => {
  const body = { email: `${handle}@example.com`, password, ...(device === undefined ? {} : { device }) }
  const answer = await server.call('POST', '/v1/sessions', { body, ...(userAgent === undefined ? {} : { headers: { 'user-agent': userAgent } }) })
  expect(answer.status).toBe(201)
  return answer.body as unknown as SessionTokens
}

const list = async (server: TestServer, token: string): Promise<readonly DeviceSession[]> =>
  (await server.call('GET', '/v1/sessions', { token })).body['sessions'] as readonly DeviceSession[]

const statusOf = async (server: TestServer, token: string): Promise<number> => (await server.call('GET', '/v1/me', { token })).status

describe.each(['pglite', 'postgres'] as const)('device sessions on %s', (dialect) => {
  const shared = shareTestServer({ dialect })

  it('lists the devices of the caller alone, the asking one first, named by themselves or by their browser', async () => {
    const server = shared()
    const first = await server.register('ada')
    await signIn(server, 'ada', { userAgent: firefox })
    const named = await signIn(server, 'ada', { device: "Ada's telephone", userAgent: firefox })
    await server.register('stranger')
    const sessions = await list(server, first.accessToken)
    expect(sessions[0]).toMatchObject({ id: first.sessionId, current: true })
    expect(sessions.slice(1)).toEqual([
      { id: named.sessionId, device: "Ada's telephone", createdAt: expect.any(Number), lastUsedAt: expect.any(Number), current: false },
      expect.objectContaining({ device: 'Firefox on Linux', current: false }),
    ])
  })

  it('ends one: its tokens are refused at both doors, its socket closes within a second, and the others stay', async () => {
    const server = shared()
    const kept = await server.register('bob')
    const lost = await signIn(server, 'bob')
    const [keptSocket, lostSocket] = [await openSocket(server), await openSocket(server)]
    await keptSocket.authenticate(kept.accessToken)
    await lostSocket.authenticate(lost.accessToken)
    expect((await server.call('DELETE', `/v1/sessions/${lost.sessionId}`, { token: kept.accessToken })).status).toBe(200)
    expect(await within(1000, lostSocket.ended)).toMatchObject({ code: 4403 })
    expect(await statusOf(server, lost.accessToken)).toBe(401)
    const again = await openSocket(server)
    void again.authenticate(lost.accessToken).catch(() => undefined)
    expect(await within(1000, again.ended)).toMatchObject({ code: 4401 })
    expect((await server.call('POST', '/v1/sessions/refresh', { body: { refreshToken: lost.refreshToken } })).body).toMatchObject({ code: 'refresh_token_invalid' })
    expect(await keptSocket.command('person.me', {})).toMatchObject({ t: 'ok' })
    expect(await list(server, kept.accessToken)).toMatchObject([{ id: kept.sessionId }])
    // A command that was sent again after its answer got lost.
    expect((await server.call('DELETE', `/v1/sessions/${lost.sessionId}`, { token: kept.accessToken })).status).toBe(200)
  })

  it('ends all others over the socket, each with its socket, and keeps the one that asks', async () => {
    const server = shared()
    const kept = await server.register('cleo')
    const others = [await signIn(server, 'cleo'), await signIn(server, 'cleo')]
    const asking = await openSocket(server)
    await asking.authenticate(kept.accessToken)
    const sockets = await Promise.all(others.map(async ({ accessToken }) => {
      const socket = await openSocket(server)
      await socket.authenticate(accessToken)
      return socket
    }))
    const bystander = await server.register('bystander')
    expect(await asking.command('session.revokeOthers', {})).toMatchObject({ t: 'ok' })
    for (const { ended } of sockets) expect(await within(1000, ended)).toMatchObject({ code: 4403 })
    expect(await asking.command('session.list', {})).toMatchObject({ t: 'ok', output: { sessions: [{ id: kept.sessionId, current: true }] } })
    expect(await statusOf(server, bystander.accessToken)).toBe(200)
  })

  it('keeps a hundred: a further sign-in ends the one unused longest', async () => {
    const server = shared()
    const first = await server.register('dora')
    const socket = await openSocket(server)
    await socket.authenticate(first.accessToken)
    let last = first
    for (let i = 0; i < 100; i++) last = await signIn(server, 'dora')
    expect(await within(1000, socket.ended)).toMatchObject({ code: 4403 })
    const sessions = await list(server, last.accessToken)
    expect(sessions).toHaveLength(100)
    expect(sessions.map(({ id }) => id)).not.toContain(first.sessionId)
  })
})

describe('device sessions', () => {
  const key = 'k'.repeat(40)
  const shared = shareTestServer({ appKeys: [key] })

  it('does not show those that ran out', async () => {
    const runtime = holdRuntime()
    const server = await startTestServer({ runtime })
    const old = await server.register('ada')
    runtime.advance(29 * 86_400_000)
    const fresh = await signIn(server, 'ada')
    expect(await list(server, fresh.accessToken)).toMatchObject([{ id: fresh.sessionId, createdAt: runtime.now() }, { id: old.sessionId }])
    runtime.advance(86_400_000)
    const later = await signIn(server, 'ada')
    expect((await list(server, later.accessToken)).map(({ id }) => id)).toEqual([later.sessionId, fresh.sessionId])
  })

  it('tells the last use by sign-in and refresh, without a write for each command', async () => {
    const runtime = holdRuntime()
    const server = await startTestServer({ runtime })
    const first = await server.register('ada')
    const began = runtime.now()
    runtime.advance(600_000)
    expect(await list(server, first.accessToken)).toMatchObject([{ createdAt: began, lastUsedAt: began }])
    const { body } = await server.call('POST', '/v1/sessions/refresh', { body: { refreshToken: first.refreshToken } })
    expect(await list(server, String(body['accessToken']))).toMatchObject([{ createdAt: began, lastUsedAt: began + 600_000 }])
  })

  it("answers the same, by the same single query, for somebody else's session and for none (refusals 1 and 18)", async () => {
    const server = shared()
    const { sessionId, accessToken } = await server.register('owner')
    const { accessToken: token } = await server.register('curious')
    await statusOf(server, token)
    const attempt = async (id: string) => {
      const { answer: { status, body }, queries } = await queriesOf(server.palaver.database, () => server.call('DELETE', `/v1/sessions/${id}`, { token }))
      return { status, body, queries }
    }
    const foreign = await attempt(sessionId)
    expect(foreign).toMatchObject({ status: 404, body: { code: 'not_found' }, queries: 1 })
    expect(foreign).toEqual(await attempt(crypto.randomUUID()))
    expect(await statusOf(server, accessToken)).toBe(200)
  })

  it('lets a token that a host minted see and end all sessions of its user, and live on', async () => {
    const server = shared()
    const { userId, accessToken } = await server.register('hosted')
    await server.palaver.database.query('UPDATE users SET external_id = $2 WHERE id = $1', [userId, 'crm-1'])
    const { body } = await server.call('POST', '/v1/tokens', { token: key, body: { externalId: 'crm-1' } })
    const minted = String(body['accessToken'])
    expect(await list(server, minted)).toMatchObject([{ current: false }])
    expect((await server.call('DELETE', '/v1/sessions/others', { token: minted })).status).toBe(200)
    expect(await list(server, minted)).toEqual([])
    expect(await statusOf(server, accessToken)).toBe(401)
    expect(await statusOf(server, minted)).toBe(200)
  })
})
