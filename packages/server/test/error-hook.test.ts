import { describe, expect, it } from 'vitest'
import type { ErrorContext } from '../src/platform/report.ts'
import { codeIn, password, startTestServer } from './support/test-server.ts'
import { openDoor } from './support/doors.ts'

const token = 'a-token-for-metrics-of-32-characters'

describe('the error hook', () => {
  it('hears of internal answers, with the request id that the client got', async () => {
    const heard: [Error, ErrorContext][] = []
    const server = await startTestServer({ onError: (error, context) => void heard.push([error, context]) })
    await server.palaver.database.query('ALTER TABLE credentials RENAME TO credentials_gone')
    const { body } = await server.call('POST', '/v1/sessions', { body: { email: 'ada@example.com', password } })
    expect(heard).toEqual([[expect.any(Error), { where: 'command', command: 'session.create', requestId: body['requestId'] }]])
  })

  it('does no harm when it throws', async () => {
    const server = await startTestServer({
      onError: () => {
        throw new Error('the hook failed')
      },
    })
    await server.palaver.database.query('ALTER TABLE credentials RENAME TO credentials_gone')
    expect(await server.call('POST', '/v1/sessions', { body: { email: 'ada@example.com', password } })).toMatchObject({ status: 500 })
  })

  it('log, metrics and hook hold no password, token, code, text or address of a whole story (refusal 40)', async () => {
    const heard: unknown[] = []
    const tell = (error: unknown): unknown =>
      error instanceof Error ? [error.name, error.message, error.stack, Object.entries(error), tell(error.cause)] : error
    const server = await startTestServer({ metricsToken: token, logLevel: 'trace', onError: (error, context) => void heard.push(tell(error), context) })
    const ada = await server.register('ada')
    const code = await codeIn(server.mails, 'ada@example.com')
    await server.call('POST', '/v1/sessions', { body: { email: 'ada@example.com', password: 'wrong-password-of-ada' } })
    const door = await openDoor(server, 'socket', ada.accessToken)
    const created = await door.run('conversation.create', { clientId: crypto.randomUUID(), type: 'group', name: 'G' })
    const conversationId = created.ok ? (created.output['conversation'] as { id: string }).id : ''
    const send = (text: string) => door.run('message.send', { conversationId, clientId: crypto.randomUUID(), content: { kind: 'text', text } })
    await send('text-of-a-message')
    await send('refused-text\u0000')
    // Failures of kinds whose errors carry the statement, its parameters or the row.
    await server.palaver.database.query(`ALTER TABLE messages ADD CONSTRAINT none_of_this CHECK (content->>'text' <> 'text-of-a-failure')`)
    expect(await send('text-of-a-failure')).toMatchObject({ ok: false, error: { code: 'internal' } })
    await server.palaver.database.query('ALTER TABLE credentials RENAME TO credentials_gone')
    await server.call('POST', '/v1/sessions', { body: { email: 'ada@example.com', password } })
    expect(heard.length).toBeGreaterThanOrEqual(4)

    const metrics = await server.app.inject({ url: '/metrics', headers: { authorization: `Bearer ${token}` } })
    const told = { log: server.log(), metrics: metrics.body, hook: JSON.stringify(heard) }
    const secrets = [
      password, code, token, ada.accessToken, ada.refreshToken, 'wrong-password-of-ada', 'ada@example.com', '$argon2id$',
      'text-of-a-message', 'refused-text', 'text-of-a-failure',
    ]
    expect(Object.entries(told).flatMap(([where, text]) => secrets.filter((secret) => text.includes(secret)).map((secret) => ({ where, secret })))).toEqual([])
  })
})
