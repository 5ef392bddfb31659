import { describe, expect, it } from 'vitest'
import { openDoor } from '../support/doors.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const token = 'a-token-for-metrics-of-32-characters'

const portOf = ({ log }: TestServer): number => Number(/"port":(\d+),"msg":"metrics are served"/.exec(log())?.[1])

/** The value of a metric in the text that Prometheus reads. */
const valueOf = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length + 1))
}

describe('GET /metrics', () => {
  it('is not there unless it is configured (refusal 40)', async () => {
    const { call } = await startTestServer()
    expect(await call('GET', '/metrics')).toMatchObject({ status: 404, body: { code: 'unknown_command' } })
  })

  it('is not at the public door when it has a port of its own (refusal 40)', async () => {
    const server = await startTestServer({ metricsPort: 0, metricsToken: token })
    expect(await server.call('GET', '/metrics', { token })).toMatchObject({ status: 404 })
    const address = `http://127.0.0.1:${portOf(server)}/metrics`
    expect((await fetch(address)).status).toBe(401)
    expect((await fetch(`${address}/other`)).status).toBe(404)
    expect((await fetch(address, { method: 'POST' })).status).toBe(404)
    expect((await fetch(address, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
  })

  it('needs its token at the public door (refusal 40)', async () => {
    const { call, register } = await startTestServer({ metricsToken: token })
    const { accessToken } = await register('ada')
    for (const wrong of [undefined, accessToken, `${token}x`, token.slice(1)]) {
      expect(await call('GET', '/metrics', wrong === undefined ? {} : { token: wrong })).toMatchObject({ status: 401, body: {} })
    }
    expect(await call('GET', '/metrics', { token })).toMatchObject({ status: 200, headers: { 'content-type': expect.stringContaining('text/plain') } })
  })

  it('counts what the server does', async () => {
    const server = await startTestServer({ metricsPort: 0 })
    const read = async () => (await fetch(`http://127.0.0.1:${portOf(server)}/metrics`)).text()
    const ada = await server.register('ada')
    await server.call('POST', '/v1/sessions', { body: { email: 'ada@example.com', password: 'not the right one' } })
    const door = await openDoor(server, 'socket', ada.accessToken)
    const created = await door.run('conversation.create', { clientId: crypto.randomUUID(), type: 'group', name: 'G' })
    const conversationId = created.ok ? (created.output['conversation'] as { id: string }).id : ''
    for (let sent = 0; sent < 3; sent++) {
      await door.run('message.send', { conversationId, clientId: crypto.randomUUID(), content: { kind: 'text', text: 'hello' } })
    }
    await server.palaver.database.query('ALTER TABLE messages RENAME TO messages_gone')
    await door.run('message.send', { conversationId, clientId: crypto.randomUUID(), content: { kind: 'text', text: 'hello' } })
    const text = await read()
    const series: Record<string, number> = {
      'palaver_commands_total{command="message.send",door="socket",outcome="ok"}': 3,
      'palaver_commands_total{command="message.send",door="socket",outcome="internal"}': 1,
      'palaver_commands_total{command="session.create",door="rest",outcome="invalid_credentials"}': 1,
      'palaver_command_duration_seconds_count{command="message.send",door="socket"}': 4,
      'palaver_sign_ins_refused_total{reason="invalid_credentials"}': 1,
      'palaver_errors_total{where="command"}': 1,
      'palaver_sockets{state="authed"}': 1,
      'palaver_writer_queued': 0,
      'palaver_writer_batch_size_count': 5,
      'palaver_database_errors_total': 1,
      'palaver_build_info{version="0.0.0"}': 1,
    }
    expect(Object.fromEntries(Object.keys(series).map((name) => [name, valueOf(text, name)]))).toEqual(series)
    expect(valueOf(text, 'palaver_socket_frames_sent_total')).toBeGreaterThanOrEqual(7)
    expect(valueOf(text, 'palaver_socket_bytes_sent_total')).toBeGreaterThan(500)
    expect(valueOf(text, 'palaver_socket_frames_received_total')).toBe(6)
    expect(valueOf(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0)
  })
})
