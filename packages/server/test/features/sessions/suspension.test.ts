import { randomUUID } from 'node:crypto'
import type { SessionTokens } from '@palaver/protocol'
import { describe, expect, it, vi } from 'vitest'
import { Scene } from '../../doors/door-case.ts'
import { openSocket } from '../../support/doors.ts'
import { queriesOf } from '../../support/queries-of.ts'
import { password, shareTestServer, startTestServer, type TestServer } from '../../support/test-server.ts'
import { within } from '../../support/within.ts'

const appKey = 'k'.repeat(40)

const logIn = (server: TestServer, handle: string, secret = password) => server.call('POST', '/v1/sessions', { body: { email: `${handle}@example.com`, password: secret } })
const refresh = (server: TestServer, { refreshToken }: SessionTokens) => server.call('POST', '/v1/sessions/refresh', { body: { refreshToken } })
const me = async (server: TestServer, token: string) => (await server.call('GET', '/v1/me', { token })).body['code'] ?? 'in'

describe.each(['pglite', 'postgres'] as const)('a suspended person on %s', (dialect) => {
  const shared = shareTestServer({ dialect, appKeys: [appKey] })

  it('is out within a second by every way, and comes back by a new sign-in only (refusal 17)', async () => {
    const server = shared()
    const tokens = await server.register('ada')
    const { userId, accessToken } = tokens
    await server.palaver.database.query('UPDATE users SET external_id = $2 WHERE id = $1', [userId, 'crm-ada'])
    const minted = (await server.palaver.admin.mintToken({ externalId: 'crm-ada' })).accessToken
    expect([await me(server, accessToken), await me(server, minted)]).toEqual(['in', 'in'])
    const [socket, hosted] = [await openSocket(server), await openSocket(server)]
    await socket.authenticate(accessToken)
    await hosted.authenticate(minted)

    await server.palaver.admin.suspendUser({ externalId: 'crm-ada', reason: 'Advertisements' })
    for (const { ended } of [socket, hosted]) expect(await within(1000, ended)).toEqual({ code: 4423, reason: 'account_suspended' })
    expect([await me(server, accessToken), await me(server, minted)]).toEqual(['account_suspended', 'account_suspended'])
    for (const token of [accessToken, minted]) {
      const again = await openSocket(server)
      again.send({ t: 'auth', token })
      expect(await within(1000, again.ended)).toMatchObject({ code: 4423 })
    }
    expect(await refresh(server, tokens)).toMatchObject({ status: 403, body: { code: 'account_suspended' } })
    await expect(server.palaver.admin.mintToken({ externalId: 'crm-ada' })).rejects.toMatchObject({ code: 'account_suspended' })
    await expect(server.palaver.admin.as('crm-ada').run('person.me', {})).rejects.toMatchObject({ code: 'account_suspended' })
    await expect(server.palaver.admin.actAs(userId)).rejects.toMatchObject({ code: 'account_suspended' })

    await server.palaver.admin.reinstateUser({ userId })
    expect(await me(server, accessToken)).toBe('unauthenticated')
    expect((await refresh(server, tokens)).body).toMatchObject({ code: 'refresh_token_invalid' })
    // Belongs to no session that could have ended.
    expect(await me(server, minted)).toBe('in')
    expect(await me(server, String((await logIn(server, 'ada')).body['accessToken']))).toBe('in')
  })

  it('keeps what they wrote, and is offline for those who stay', async () => {
    const server = shared()
    const scene = new Scene(server, appKey)
    const gone = await scene.person()
    const { id, owner } = await scene.group([gone])
    await scene.message(id, gone, 'written before')
    const [socket, watcher] = [await openSocket(server), await openSocket(server)]
    await socket.authenticate(gone.token)
    await watcher.authenticate(owner.token)
    await watcher.command('presence.watch', { people: [[gone.userId, 0]] })
    await server.palaver.admin.suspendUser({ userId: gone.userId })
    await socket.ended
    await watcher.frame('eph', (frame) => frame.name === 'presence.changed' && JSON.stringify(frame).includes('offline'), 20_000)
    const { body } = await server.call('GET', `/v1/conversations/${id}/messages`, { token: owner.token })
    expect(JSON.stringify(body)).toContain('written before')
    const members = await server.call('GET', `/v1/conversations/${id}/members`, { token: owner.token })
    expect(members.body['members']).toContainEqual(expect.objectContaining({ userId: gone.userId, state: 'active' }))
    const { body: people } = await server.call('POST', '/v1/people/lookup', { token: owner.token, body: { ids: [gone.userId] } })
    expect(people['people']).toMatchObject([{ id: gone.userId, handle: gone.handle }])
  }, 30_000)

  it('is told so with the right password only; a wrong one gets the same answer by the same queries as one of nobody (refusal 18)', async () => {
    const server = shared()
    const { userId } = await server.register('known')
    await server.palaver.admin.suspendUser({ userId })
    const attempt = async (handle: string, secret: string) => {
      const { answer: { status, body }, queries } = await queriesOf(server.palaver.database, () => logIn(server, handle, secret))
      return { status, body, queries }
    }
    const wrong = await attempt('known', 'a wrong password')
    expect(wrong).toEqual(await attempt('nobody', 'a wrong password'))
    expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
    expect(await attempt('known', password)).toMatchObject({ status: 403, body: { code: 'account_suspended' }, queries: 1 })
  })

  it('is suspended by one statement, more than once without harm; the reason stays with operators', async () => {
    const server = shared()
    const { userId } = await new Scene(server, appKey).person()
    const state = () => server.palaver.database.query('SELECT state, suspension_reason AS reason FROM users WHERE id = $1', [userId])
    const call = (method: 'PUT' | 'DELETE', body: Record<string, string>) =>
      method === 'PUT'
        ? server.call('PUT', '/v1/people/suspension', { token: appKey, body })
        : server.call('DELETE', `/v1/people/suspension?${new URLSearchParams(body)}`, { token: appKey })
    const queries = vi.spyOn(server.palaver.database, 'query')
    expect(await call('PUT', { userId, reason: 'first' })).toMatchObject({ status: 200, body: { userId } })
    expect(queries.mock.calls.filter(([text]) => text.includes('UPDATE'))).toHaveLength(1)
    queries.mockRestore()
    expect((await call('PUT', { userId })).status).toBe(200)
    expect(await state()).toEqual([{ state: 'suspended', reason: 'first' }])
    expect(await call('DELETE', { userId })).toMatchObject({ status: 200, body: { userId } })
    expect((await call('DELETE', { userId })).status).toBe(200)
    expect(await state()).toEqual([{ state: 'active', reason: null }])
    expect((await call('PUT', { userId: randomUUID() })).status).toBe(404)
  })
})

it('nobody but a host suspends or reinstates: not users, not admins, not anyone (refusal 7)', async () => {
  const server = await startTestServer({ appKeys: [appKey] })
  const scene = new Scene(server, appKey)
  const [admin, victim] = [await scene.person({ role: 'admin' }), await scene.person()]
  for (const token of [admin.token, victim.token, `${appKey}k`, undefined]) {
    const answer = await server.call('PUT', '/v1/people/suspension', { ...(token === undefined ? {} : { token }), body: { userId: victim.userId } })
    expect(answer.status).toBeGreaterThanOrEqual(401)
    expect(answer.status).toBeLessThanOrEqual(403)
  }
  expect(await me(server, victim.token)).toBe('in')
})
