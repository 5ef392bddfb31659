import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { BusMessage } from '../../../src/platform/event.ts'
import { openDoor } from '../../support/doors.ts'
import { shareTestServer } from '../../support/test-server.ts'

describe('person.update', () => {
  const server = shareTestServer()

  it('changes what is given, raises the version, and tells who watches', async () => {
    const { call, register, palaver } = server()
    const { accessToken, userId } = await register('watched', 'Ada')
    const messages: BusMessage[] = []
    onTestFinished(palaver.bus.subscribe((message) => messages.push(message)))
    const answer = await call('PATCH', '/v1/me', { token: accessToken, body: { bio: 'Mathematics', role: 'admin', profileVersion: 99 } })
    expect(answer).toMatchObject({ status: 200, body: { person: { name: 'Ada', bio: 'Mathematics', profileVersion: 2 } } })
    expect(messages).toEqual([{ kind: 'person', userId, frame: expect.any(String) }])
    const [message] = messages
    expect(JSON.parse(message?.kind === 'person' ? message.frame : '')).toEqual({ t: 'eph', name: 'person.updated', payload: { people: [answer.body['person']] } })
  })

  it('leaves everything as it is when nothing is given', async () => {
    const { call, register } = server()
    const { accessToken } = await register('idle')
    expect((await call('PATCH', '/v1/me', { token: accessToken, body: {} })).body['person']).toMatchObject({ profileVersion: 1 })
  })

  it('refuses a handle that another person has, and takes one back', async () => {
    const { call, register } = server()
    await register('bob')
    const { accessToken } = await register('ada')
    expect(await call('PATCH', '/v1/me', { token: accessToken, body: { handle: 'bob' } })).toMatchObject({ status: 409, body: { code: 'handle_taken', path: '/handle' } })
    expect((await call('PATCH', '/v1/me', { token: accessToken, body: { handle: 'ada' } })).status).toBe(200)
  })

  it('keeps custom data, and refuses names that programs trip over', async () => {
    const { call, register } = server()
    const { accessToken } = await register('typed')
    const headers = { 'content-type': 'application/json' }
    const body = '{"custom":{"team":"red","levels":[3],"__proto__":{"admin":true}}}'
    expect(await call('PATCH', '/v1/me', { token: accessToken, body, headers })).toMatchObject({ status: 400, body: { code: 'invalid_input', path: '/custom' } })
    const good = await call('PATCH', '/v1/me', { token: accessToken, body: { custom: { team: 'red', levels: [3] } } })
    expect(good.body['person']).toMatchObject({ custom: { team: 'red', levels: [3] } })
    expect((await call('PATCH', '/v1/me', { token: accessToken, body: { bio: 'x' } })).body['person']).toMatchObject({ custom: { team: 'red', levels: [3] } })
  })
})

describe('person.upsert', () => {
  const key = 'k'.repeat(40)
  const shared = shareTestServer({ appKeys: [key] })
  const upsert = (body: object, token: string | undefined = key) => shared().call('PUT', '/v1/people', { ...(token ? { token } : {}), body })

  it('makes the person of an external id, then changes what is given and leaves the rest', async () => {
    const first = await upsert({ externalId: 'crm-1', name: 'Ada', handle: 'ada.l', bio: 'Mathematics', role: 'admin' })
    expect(first).toMatchObject({ status: 200, body: { person: { name: 'Ada', handle: 'ada.l', bio: 'Mathematics', profileVersion: 1 } } })
    const second = await upsert({ externalId: 'crm-1', name: 'Ada Lovelace', custom: { plan: 'gold' } })
    const { id } = first.body['person'] as { id: string }
    expect(second.body['person']).toMatchObject({ id, name: 'Ada Lovelace', handle: 'ada.l', bio: 'Mathematics', custom: { plan: 'gold' }, profileVersion: 2 })
  })

  it('changes nothing and tells nobody when everything is equal', async () => {
    const messages: BusMessage[] = []
    await upsert({ externalId: 'crm-2', name: 'Ada', custom: { plan: 'gold' } })
    onTestFinished(shared().palaver.bus.subscribe((message) => messages.push(message)))
    expect((await upsert({ externalId: 'crm-2', name: 'Ada', custom: { plan: 'gold' } })).body['person']).toMatchObject({ profileVersion: 2 })
    expect(messages).toEqual([])
  })

  it('makes one person of many requests at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => upsert({ externalId: 'crm-3', name: 'Ada' })))
    expect(new Set(answers.map(({ body }) => (body['person'] as { id: string }).id)).size).toBe(1)
  })

  it("refuses a taken handle, bad fields, a user's token and none", async () => {
    const { accessToken } = await shared().register('taken')
    expect(await upsert({ externalId: 'crm-4', handle: 'taken' })).toMatchObject({ status: 409, body: { code: 'handle_taken', path: '/handle' } })
    expect(await upsert({ externalId: 'crm-1', handle: 'taken' })).toMatchObject({ status: 409, body: { code: 'handle_taken', path: '/handle' } })
    expect(await upsert({ externalId: 'crm-4', avatarHue: 360 })).toMatchObject({ status: 400, body: { code: 'invalid_input', path: '/avatarHue' } })
    expect(await upsert({ name: 'Ada' })).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
    expect(await upsert({ externalId: 'crm-4' }, accessToken)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await upsert({ externalId: 'crm-4' }, '')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })

  it('does not exist at the socket', async () => {
    const { accessToken } = await shared().register('socketeer')
    const door = await openDoor(shared(), 'socket', accessToken)
    expect(await door.run('person.upsert', { externalId: 'crm-5' })).toMatchObject({ ok: false, error: { code: 'unknown_command' } })
  })
})

describe('person.lookup', () => {
  const server = shareTestServer()

  it('gives known people once and leaves unknown ids out', async () => {
    const { call, register } = server()
    const { accessToken, userId } = await register('ada')
    const { body } = await call('POST', '/v1/people/lookup', { token: accessToken, body: { ids: [userId, crypto.randomUUID(), userId] } })
    expect(body['people']).toEqual([expect.objectContaining({ id: userId, handle: 'ada' })])
  })
})

describe.each(['pglite', 'postgres'] as const)('person.search on %s', (dialect) => {
  const shared = shareTestServer({ dialect })
  let token = ''
  beforeAll(async () => {
    const people = [
      { handle: 'ann', name: 'Ann Brown' }, { handle: 'anna.k', name: 'Anna Karlsson' }, { handle: 'kannan', name: 'Kannan Iyer' },
      { handle: 'joanna', name: 'Joanna Ann' }, { handle: 'tomas', name: 'Tomás Ferreira' }, { handle: 'percent', name: '100% Cotton' },
      { handle: 'x_y', name: 'Under Score' }, { handle: 'xzy', name: 'Back \\ Slash' },
    ]
    for (const person of people) await shared().palaver.admin.createUser(person)
    token = (await shared().register('searcher')).accessToken
  })
  const seed = async () => {
    const server = shared()
    const accessToken = token
    const search = async (query: string, limit?: number) => {
      const path = `/v1/people/search?query=${encodeURIComponent(query)}${limit === undefined ? '' : `&limit=${limit}`}`
      const { status, body } = await server.call('GET', path, { token: accessToken })
      return { status, body, handles: ((body['people'] as { handle: string }[] | undefined) ?? []).map(({ handle }) => handle) }
    }
    return { server, search, accessToken }
  }

  it('ranks the exact handle first, then beginnings, then similar spellings', async () => {
    const { search } = await seed()
    const { handles } = await search('@Ann')
    expect(handles.slice(0, 2)).toEqual(['ann', 'anna.k'])
    expect((await search('karlson')).handles).toContain('anna.k')
    expect((await search('ferreria')).handles).toContain('tomas')
    expect((await search('an', 1)).handles).toHaveLength(1)
  })

  it('takes %, _, backslash and query syntax literally (refusal 35)', async () => {
    const { search } = await seed()
    expect((await search('%%')).handles).toEqual([])
    expect((await search('__')).handles).toEqual([])
    expect((await search('x_')).handles).toEqual(['x_y'])
    for (const query of ["' OR 1=1 --", '\\\\', 'a & !b | (c', '(a+)+$'.repeat(10), '😀😀', '\u202Eabc']) expect((await search(query)).status).toBe(200)
  })

  it('refuses a query or limit that does not fit, with its path', async () => {
    const { search, server, accessToken } = await seed()
    expect(await search('a')).toMatchObject({ status: 400, body: { code: 'invalid_input', path: '/query' } })
    expect(await search('ab', 51)).toMatchObject({ status: 400, body: { path: '/limit' } })
    expect(await server.call('GET', '/v1/people/search?query=ab&limit=1e1', { token: accessToken })).toMatchObject({ status: 400, body: { path: '/limit' } })
    expect(await server.call('GET', '/v1/people/search?query[$ne]=ab', { token: accessToken })).toMatchObject({ status: 400, body: { path: '/query' } })
    expect(await server.call('GET', '/v1/people/search?query=ab&query=cd', { token: accessToken })).toMatchObject({ status: 400, body: { path: '/query' } })
  })

  it('does not show suspended people, and needs a user (refusal 1)', async () => {
    const { search, server } = await seed()
    await server.palaver.database.query(`UPDATE users SET state = 'suspended' WHERE handle = 'tomas'`)
    expect((await search('tomas')).handles).toEqual([])
    expect(await server.call('GET', '/v1/people/search?query=ann')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })
})
