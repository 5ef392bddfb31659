import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isOriginAllowed } from '../../../src/doors/socket/origin.ts'
import { type SocketApp, startSocketApp } from '../../support/socket-app.ts'
import { SocketClient } from '../../support/socket-client.ts'

let server: SocketApp
beforeAll(async () => {
  server = await startSocketApp({ door: { allowedOrigins: ['https://chat.example.com'] } })
})
afterAll(() => server.close())

const open = (headers: Record<string, string>): Promise<SocketClient> => SocketClient.open(server.url, { headers })
const ownOrigin = (): string => new URL(server.url).origin.replace('ws', 'http')

describe('refusal 23: the origin of a handshake', () => {
  test.each(['https://evil.example', 'null', 'https://evil-chat.example.com', 'https://chat.example.com.evil.example', 'http://chat.example.com', 'file://', 'garbage'])(
    '%s gets 403',
    async (origin) => {
      await expect(open({ origin })).rejects.toMatchObject({ status: 403 })
    },
  )

  test.each([() => 'https://chat.example.com', ownOrigin])('an allowed or the own origin may', async (origin) => {
    const client = await open({ origin: origin() })
    expect(await client.frame('hello')).toMatchObject({ protocol: '1.0' })
    await client.close()
  })

  test('cookies of the victim do not help', async () => {
    await expect(open({ origin: 'https://evil.example', cookie: 'session=victim' })).rejects.toMatchObject({ status: 403 })
  })

  test('a host that only begins alike is another one', () => {
    expect(isOriginAllowed('http://chat.example.com:3000', 'chat.example.com', [])).toBe(false)
    expect(isOriginAllowed('http://chat.example.com@evil.example', 'chat.example.com', [])).toBe(false)
    expect(isOriginAllowed('http://chat.example.com/', 'chat.example.com', [])).toBe(false)
    expect(isOriginAllowed('https://chat.example.com', 'Chat.Example.com', [])).toBe(true)
    expect(isOriginAllowed('https://chat.example.com', undefined, [])).toBe(false)
  })
})

test.each(['token=abc', 'access_token=abc', 'x=1'])('a query (%s) is refused', async (query) => {
  await expect(SocketClient.open(`${server.url}?${query}`)).rejects.toMatchObject({ status: 400 })
})

test.each([[[]], [['palaver.v2']], [['graphql-ws', 'other']]])('subprotocols %j are closed with 4406', async (protocols) => {
  const client = await SocketClient.open(server.url, { protocols })
  expect(await client.ended).toEqual({ code: 4406, reason: 'unsupported_version' })
  expect(client.frames).toEqual([])
})

test('the subprotocol may stand beside others', async () => {
  const client = await SocketClient.open(server.url, { protocols: ['other', 'palaver.v1'] })
  expect(client.ws.protocol).toBe('palaver.v1')
  await client.close()
})

test('a plain GET of the socket path is no socket', async () => {
  const status = await new Promise((resolve) => {
    const { hostname, port } = new URL(server.url)
    request({ hostname, port, path: '/v1/socket' }, (response) => resolve(response.statusCode)).end()
  })
  expect(status).toBe(404)
})
