import { describe, expect, it } from 'vitest'
import { startTestServer } from './support/test-server.ts'

describe('the whole server', () => {
  it('lets people register, make a group, send, list and read, over REST', async () => {
    const { call, register } = await startTestServer()
    const ada = await register('ada')
    const bob = await register('bob')
    const created = await call('POST', '/v1/conversations', {
      token: ada.accessToken,
      body: { clientId: crypto.randomUUID(), type: 'group', name: 'Friends', memberIds: [bob.userId] },
    })
    expect(created).toMatchObject({ status: 201, body: { conversation: { name: 'Friends', type: 'group' }, head: { memberCount: 2 } } })
    const { id } = created.body['conversation'] as { id: string }

    const message = { clientId: crypto.randomUUID(), content: { kind: 'text', text: 'hello' } }
    const sent = await call('POST', `/v1/conversations/${id}/messages`, { token: ada.accessToken, body: message })
    expect(sent).toMatchObject({ status: 201, body: { position: 1 } })
    expect(sent.headers).not.toHaveProperty('idempotent-replayed')
    const again = await call('POST', `/v1/conversations/${id}/messages`, { token: ada.accessToken, body: message })
    expect(again).toMatchObject({ status: 201, body: sent.body, headers: { 'idempotent-replayed': 'true' } })

    const list = await call('GET', '/v1/conversations?limit=10', { token: bob.accessToken })
    expect(list.body).toMatchObject({ conversations: [{ unread: 1, head: { position: 1, lastMessage: { content: { text: 'hello' } } } }] })
    const history = await call('GET', `/v1/conversations/${id}/messages?before=2&limit=5`, { token: bob.accessToken })
    expect(history.body).toMatchObject({ messages: [{ content: { text: 'hello' }, senderId: ada.userId }], hasBefore: false, hasAfter: false })
    const marks = await call('POST', '/v1/marks', { token: bob.accessToken, body: { marks: [{ conversationId: id, read: 1 }] } })
    expect(marks.body).toMatchObject({ marks: [{ read: 1, delivered: 1, unread: 0 }] })
  })

  it('serves the contract and tells how it is', async () => {
    const { call, palaver } = await startTestServer()
    expect((await call('GET', '/openapi.json')).body).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) })
    expect((await call('GET', '/asyncapi.json')).body).toMatchObject({ asyncapi: '3.0.0' })
    expect(await call('GET', '/health/live')).toMatchObject({ status: 200 })
    expect(await call('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } })
    await palaver.drain()
    expect(await call('GET', '/health/ready')).toMatchObject({ status: 503, body: { status: 'draining' } })
    expect(await call('GET', '/health/live')).toMatchObject({ status: 200 })
  })
})
