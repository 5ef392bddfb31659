import { describe, expect, it } from 'vitest'
import { codeIn, password, startTestServer } from './support/test-server.ts'
import { openDoor } from './support/doors.ts'

describe('the log', () => {
  it('holds no token, password, code or message text, whatever happens (refusal 40)', async () => {
    const appKey = 'app-key-that-must-not-be-logged-0123456789'
    const server = await startTestServer({ appKeys: [appKey], logLevel: 'trace' })
    const { call, register, palaver } = server
    const ada = await register('ada')
    const code = await codeIn(server.mails, 'ada@example.com')
    await call('POST', '/v1/sessions', { body: { email: 'ada@example.com', password: 'wrong-password-of-ada' } })
    await call('POST', '/v1/sessions', { body: '{"password":"broken-json-password', headers: { 'content-type': 'application/json' } })
    await call('POST', '/v1/sessions/refresh', { body: { refreshToken: ada.refreshToken } })
    await call('POST', '/v1/tokens', { token: appKey, body: { externalId: 'host-user-7' } })
    const door = await openDoor(server, 'socket', ada.accessToken)
    const created = await door.run('conversation.create', { clientId: crypto.randomUUID(), type: 'group', name: 'G' })
    const id = created.ok ? (created.output['conversation'] as { id: string }).id : ''
    for (const text of ['text-of-a-message', 'text\u0000refused-text']) {
      await door.run('message.send', { conversationId: id, clientId: crypto.randomUUID(), content: { kind: 'text', text } })
      await call('POST', `/v1/conversations/${id}/messages`, { token: ada.accessToken, body: { clientId: crypto.randomUUID(), content: { kind: 'text', text } } })
    }
    // A server that fails in the middle of it all.
    await palaver.database.query('ALTER TABLE messages RENAME TO messages_gone')
    const failed = await door.run('message.send', { conversationId: id, clientId: crypto.randomUUID(), content: { kind: 'text', text: 'text-of-a-failure' } })
    expect(failed).toMatchObject({ ok: false, error: { code: 'internal', requestId: expect.any(String) } })
    await palaver.database.query('ALTER TABLE credentials RENAME TO credentials_gone')
    const lost = await call('POST', '/v1/sessions', { body: { email: 'ada@example.com', password } })
    expect(lost).toMatchObject({ status: 500, body: { code: 'internal', requestId: expect.any(String) } })

    const log = server.log()
    expect(log).toContain('command failed')
    expect(log).toContain(String(lost.body['requestId']))
    const secrets = [
      password, code, appKey, ada.accessToken, ada.refreshToken, ada.accessToken.split('.')[2] ?? '', 'wrong-password-of-ada', 'broken-json-password',
      'text-of-a-message', 'refused-text', 'text-of-a-failure', '$argon2id$',
    ]
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([])
  })
})
