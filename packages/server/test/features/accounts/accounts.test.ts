import { describe, expect, it, vi } from 'vitest'
import type { Mail } from '../../../src/platform/mailer.ts'
import { holdRuntime } from '../../support/held-runtime.ts'
import { codeIn, password, startTestServer } from '../../support/test-server.ts'

const ada = { email: 'ada@example.com', password, name: 'Ada', handle: 'ada' }

describe('account.register and account.verify', () => {
  it('makes an account with the code from the mail', async () => {
    const { call, mails } = await startTestServer()
    const registered = await call('POST', '/v1/accounts', { body: ada })
    expect(registered).toMatchObject({ status: 202, body: { codeExpiresAt: expect.any(Number) } })
    const verified = await call('POST', '/v1/accounts/verify', { body: { email: 'ADA@example.com', code: await codeIn(mails, ada.email) } })
    expect(verified.status).toBe(201)
    const me = await call('GET', '/v1/me', { token: String(verified.body['accessToken']) })
    expect(me).toMatchObject({ status: 200, body: { person: { handle: 'ada', name: 'Ada', profileVersion: 1 } } })
  })

  it('refuses a wrong code, a code twice, and every code after five tries', async () => {
    const { call, mails } = await startTestServer()
    await call('POST', '/v1/accounts', { body: ada })
    const right = await codeIn(mails, ada.email)
    const wrong = right === '000000' ? '000001' : '000000'
    for (let i = 0; i < 4; i++) {
      expect(await call('POST', '/v1/accounts/verify', { body: { email: ada.email, code: wrong } })).toMatchObject({ status: 400, body: { code: 'code_invalid', path: '/code' } })
    }
    expect((await call('POST', '/v1/accounts/verify', { body: { email: ada.email, code: right } })).status).toBe(201)
    expect((await call('POST', '/v1/accounts/verify', { body: { email: ada.email, code: right } })).body).toMatchObject({ code: 'code_invalid' })

    const bob = { ...ada, email: 'bob@example.com', handle: 'bob' }
    await call('POST', '/v1/accounts', { body: bob })
    const code = await codeIn(mails, bob.email)
    for (let i = 0; i < 5; i++) await call('POST', '/v1/accounts/verify', { body: { email: bob.email, code: wrong === code ? '000001' : wrong } })
    expect(await call('POST', '/v1/accounts/verify', { body: { email: bob.email, code } })).toMatchObject({ status: 429, headers: { 'retry-after': '900' } })
  })

  it('refuses a code that ran out', async () => {
    const runtime = holdRuntime()
    const { call, mails } = await startTestServer({ runtime })
    await call('POST', '/v1/accounts', { body: ada })
    const code = await codeIn(mails, ada.email)
    runtime.advance(15 * 60_000 + 1)
    expect((await call('POST', '/v1/accounts/verify', { body: { email: ada.email, code } })).body).toMatchObject({ code: 'code_invalid' })
  })

  it('refuses a handle that somebody has, when asking and when two race for it', async () => {
    const { call, register, mails } = await startTestServer()
    await register('bob')
    expect(await call('POST', '/v1/accounts', { body: { ...ada, handle: 'bob' } })).toMatchObject({ status: 409, body: { code: 'handle_taken', path: '/handle' } })
    await call('POST', '/v1/accounts', { body: { ...ada, handle: 'eve' } })
    await register('eve')
    expect(await call('POST', '/v1/accounts/verify', { body: { email: ada.email, code: await codeIn(mails, ada.email) } })).toMatchObject({ status: 409, body: { code: 'handle_taken' } })
  })

  it('answers the same, by the same number of queries, whether the address has an account or not (refusal 18)', async () => {
    const { call, register, mails, palaver } = await startTestServer()
    await register('ada')
    const queries = vi.spyOn(palaver.database, 'query')
    const transactions = vi.spyOn(palaver.database, 'transaction')
    const statements = vi.spyOn(palaver.database.orm.em.getDriver().getConnection(), 'execute')
    // The mail is sent beside the answer, by jobs that look in between.
    const ofTheCommand = () => queries.mock.calls.filter(([text]) => !/pgboss|timers|^\s*(listen|unlisten)/i.test(text))
    const counts = async (email: string) => {
      for (const spy of [queries, transactions, statements]) spy.mockClear()
      const answer = await call('POST', '/v1/accounts', { body: { ...ada, email, handle: 'newcomer' } })
      const answered = { status: answer.status, fields: Object.keys(answer.body), queries: ofTheCommand().length, transactions: transactions.mock.calls.length, statements: statements.mock.calls.length }
      const wrong = await call('POST', '/v1/accounts/verify', { body: { email, code: '000000' } })
      return { ...answered, wrong: wrong.body['code'], all: ofTheCommand().length + statements.mock.calls.length }
    }
    const known = await counts('ada@example.com')
    const unknown = await counts('nobody@example.com')
    expect(known).toEqual(unknown)
    expect(known.all).toBeGreaterThan(2)
    await expect.poll(() => mails.findLast(({ to }) => to === 'ada@example.com')?.subject).toBe('You have an account already')
  })

  it('asks no more than five codes for one address in 15 minutes', async () => {
    const { call } = await startTestServer()
    for (let i = 0; i < 5; i++) expect((await call('POST', '/v1/accounts', { body: ada })).status).toBe(202)
    expect((await call('POST', '/v1/accounts', { body: { ...ada, email: 'ADA@example.com' } })).body).toMatchObject({ code: 'rate_limited', retryAfterMs: 900_000 })
  })

  it('answers while the mail cannot be sent, and sends it as soon as it can', async () => {
    const mails: Mail[] = []
    let isAway = true
    const send = async (mail: Mail): Promise<void> => {
      if (isAway) throw new Error('no route')
      mails.push(mail)
    }
    const { call, palaver } = await startTestServer({ mailer: { send } })
    expect(await call('POST', '/v1/accounts', { body: ada })).toMatchObject({ status: 202 })
    const owed = () => palaver.database.query<{ attempts: number; error: string; data: object }>('SELECT attempts, error, data FROM timers')
    await expect.poll(owed).toEqual([{ attempts: 1, error: 'no route', data: expect.any(Object) }])
    isAway = false
    const code = await codeIn(mails, ada.email)
    expect(await owed()).not.toContain(code)
    expect((await call('POST', '/v1/accounts/verify', { body: { email: ada.email, code } })).status).toBe(201)
  })
})
