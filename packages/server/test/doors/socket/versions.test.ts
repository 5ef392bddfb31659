import { randomUUID } from 'node:crypto'
import { protocolVersion, speaks } from '@palaver/protocol'
import { describe, expect, test } from 'vitest'
import { openSocket } from '../../support/doors.ts'
import { SocketClient } from '../../support/socket-client.ts'
import { shareTestServer } from '../../support/test-server.ts'

const server = shareTestServer()
const url = async () => {
  const first = await openSocket(server())
  return first.ws.url
}

describe('a server and clients of other versions', () => {
  test.each([[['palaver.v2', 'palaver.v1']], [['palaver.v1', 'palaver.v2']]])('of %j it takes the major that it speaks', async (protocols) => {
    const client = await SocketClient.open(await url(), { protocols })
    expect(client.ws.protocol).toBe('palaver.v1')
    expect(await client.frame('hello')).toMatchObject({ protocol: protocolVersion })
    client.ws.terminate()
  })

  test('a client of another major only is closed with 4406 before anything is said', async () => {
    const client = await SocketClient.open(await url(), { protocols: ['palaver.v2'] })
    expect(await client.ended).toMatchObject({ code: 4406 })
    expect(client.frames).toEqual([])
  })

  test('fields of a later minor are dropped, in frames and in inputs', async () => {
    const tokens = await server().register('late')
    const client = await openSocket(server())
    client.ws.send(JSON.stringify({ t: 'auth', token: tokens.accessToken, device: { name: 'new in 1.1' } }))
    await client.frame('authed')
    client.ws.send(JSON.stringify({ t: 'resume', userRevision: 0, conversations: [], depth: 3 }))
    await client.frame('live')
    client.ws.send(JSON.stringify({ t: 'cmd', id: 1, name: 'person.update', input: { bio: 'Hello', theme: 'dark' }, priority: 'high' }))
    const { output } = await client.frame('ok', ({ id }) => id === 1)
    expect(output).toMatchObject({ person: { bio: 'Hello' } })
    expect(JSON.stringify(output)).not.toContain('theme')
  })

  test('commands of a later minor are unknown_command, and the connection goes on', async () => {
    const tokens = await server().register('later')
    const client = await openSocket(server())
    await client.authenticate(tokens.accessToken)
    expect(await client.command('space.create', { clientId: randomUUID() })).toMatchObject({ t: 'err', code: 'unknown_command', retryable: false })
    expect(await client.command('person.me', {})).toMatchObject({ t: 'ok' })
    expect(await server().call('POST', '/v1/spaces', { token: tokens.accessToken, body: {} })).toMatchObject({ status: 404, body: { code: 'unknown_command' } })
  })

  test('a frame of a later minor closes with 4400, so a client keeps to the minor that hello names', async () => {
    const tokens = await server().register('latest')
    const client = await openSocket(server())
    await client.authenticate(tokens.accessToken)
    client.ws.send(JSON.stringify({ t: 'stage', id: randomUUID() }))
    expect(await client.ended).toMatchObject({ code: 4400 })
  })

  test('the major number alone decides whether two sides understand each other', () => {
    expect([protocolVersion, '1.0', '1.9', '1.10'].every(speaks)).toBe(true)
    expect(['2.0', '10.1', '0.1', '1', '1.x', '', '1.0.0'].some(speaks)).toBe(false)
  })
})
