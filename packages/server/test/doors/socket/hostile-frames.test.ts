import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SocketApp, startSocketApp } from '../../support/socket-app.ts'
import { SocketClient } from '../../support/socket-client.ts'

let server: SocketApp
beforeAll(async () => {
  // Like the real registry, which does not walk into what a schema leaves open.
  server = await startSocketApp({ run: async () => ({ status: 200, json: '{}', replay: false }) })
})
afterAll(() => server.close())

const live = async (): Promise<SocketClient> => {
  const client = await SocketClient.open(server.url)
  await client.authenticate(randomUUID())
  return client
}

/** A handshake by hand, so that bytes can be sent which no library would send. */
const rawSocket = async (extensions = ''): Promise<Socket> => {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.write(
    `GET /v1/socket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
      `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: palaver.v1\r\n${extensions}\r\n`,
  )
  await once(socket, 'data')
  return socket
}

/** A frame masked with zeroes, which leaves the payload as it is. */
const masked = (first: number, payload: Buffer): Buffer => {
  const length = payload.length < 126 ? Buffer.from([0x80 | payload.length]) : Buffer.from([0xfe, payload.length >> 8, payload.length & 0xff])
  return Buffer.concat([Buffer.from([first]), length, Buffer.alloc(4), payload])
}

/** The code of the close frame, which is the last of the bytes. */
const closeCode = async (socket: Socket): Promise<number> => {
  let bytes = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => (bytes = Buffer.concat([bytes, chunk])))
  await once(socket, 'end')
  const at = bytes.lastIndexOf(0x88)
  return bytes.readUInt16BE(at + 2)
}

describe('refusal 24: what is no frame of ours', () => {
  test.each([
    ['not JSON', 'hello'],
    ['empty', ''],
    ['an array', '[]'],
    ['null', 'null'],
    ['a number', '1e308'],
    ['an unknown type', '{"t":"sudo"}'],
    ['a type of Object.prototype', '{"t":"__proto__"}'],
    ['a type that is no string', '{"t":["cmd"]}'],
    ['a server frame', '{"t":"live"}'],
    ['a command without an id', '{"t":"cmd","name":"x","input":{}}'],
    ['a command with a fraction as id', '{"t":"cmd","id":1.5,"name":"x","input":{}}'],
    ['deep JSON', '['.repeat(60_000)],
  ])('%s closes with 4400', async (_what, text) => {
    const client = await live()
    client.ws.send(text)
    expect(await client.ended).toEqual({ code: 4400, reason: 'protocol_error' })
  })

  test('a binary message closes with 4400', async () => {
    const client = await live()
    client.ws.send(Buffer.from('{"t":"pong"}'), { binary: true })
    expect((await client.ended).code).toBe(4400)
  })

  test('deep and polluting JSON inside a command is only data', async () => {
    const client = await live()
    const input = `${'{"a":'.repeat(5000)}{"__proto__":{"admin":true}}${'}'.repeat(5000)}`
    client.ws.send(`{"t":"cmd","id":1,"name":"x","input":${input},"__proto__":{"polluted":true}}`)
    await client.frame('ok', ({ id }) => id === 1)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    await client.close()
  })

  test('a frame above the limit closes with 4413', async () => {
    const client = await live()
    client.ws.send(`{"t":"pong","x":"${'x'.repeat(65_536)}"}`)
    expect((await client.ended).code).toBe(4413)
  })

  test('a length of a gigabyte closes with 4413 before its bytes come', async () => {
    const socket = await rawSocket()
    socket.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]))
    expect(await closeCode(socket)).toBe(4413)
  })

  test('fragments above the limit in sum close with 4413', async () => {
    const socket = await rawSocket()
    const code = closeCode(socket)
    socket.write(masked(0x01, Buffer.alloc(1000, 0x20)))
    for (let index = 0; index < 65; index += 1) socket.write(masked(0x00, Buffer.alloc(1000, 0x20)))
    expect(await code).toBe(4413)
  })

  test('a bomb of compressed zeroes closes with 4413', async () => {
    const socket = await rawSocket('Sec-WebSocket-Extensions: permessage-deflate\r\n')
    const code = closeCode(socket)
    socket.write(masked(0xc1, deflateRawSync(Buffer.alloc(50_000_000)).subarray(0, 60_000)))
    expect(await code).toBe(4413)
  })

  test('an unmasked frame closes with 1002', async () => {
    const socket = await rawSocket()
    socket.write(Buffer.from([0x81, 2, 0x7b, 0x7d]))
    expect(await closeCode(socket)).toBe(1002)
  })

  test('invalid UTF-8 closes with 1007', async () => {
    const socket = await rawSocket()
    socket.write(masked(0x81, Buffer.from([0xff, 0xfe, 0xfd])))
    expect(await closeCode(socket)).toBe(1007)
  })

  test('the process lives', async () => {
    const client = await live()
    expect(await client.command('x', {})).toMatchObject({ t: 'ok' })
    await client.close()
  })
})

describe('refusal 28: forged cursors', () => {
  const id = randomUUID()
  test.each([
    ['negative', `[["${id}",-1,0]]`],
    ['beyond every number', `[["${id}",1e308,0]]`],
    ['a fraction', `[["${id}",0.5,0]]`],
    ['no id', '[["x",0,0]]'],
    ['an id of operators', '[[{"$ne":null},0,0]]'],
    ['too short', `[["${id}"]]`],
    ['10,000 entries', `[${Array.from({ length: 1200 }, () => `["${id}",0,0]`).join(',')}]`],
  ])('%s close with 4400', async (_what, conversations) => {
    const client = await live()
    client.ws.send(`{"t":"follow","conversations":${conversations}}`)
    expect((await client.ended).code).toBe(4400)
  })
})

describe('refusal 26: floods', () => {
  test('too many frames close with 4429', async () => {
    const client = await live()
    for (let index = 0; index < 600; index += 1) client.send({ t: 'pong' })
    expect((await client.ended).code).toBe(4429)
  })

  test('too many follows close with 4429', async () => {
    const client = await live()
    for (let index = 0; index < 100; index += 1) client.send({ t: 'follow', conversations: [[randomUUID(), 0, 0]] })
    expect((await client.ended).code).toBe(4429)
  })

  test('frames that are held before the token was judged are bounded', async () => {
    const client = await SocketClient.open(server.url)
    client.send({ t: 'auth', token: randomUUID() })
    for (let index = 0; index < 300; index += 1) client.send({ t: 'unfollow', conversations: [] })
    const slow = await startSocketApp({ door: { authenticate: () => new Promise(() => {}) } })
    const held = await SocketClient.open(slow.url)
    held.send({ t: 'auth', token: 'x' })
    for (let index = 0; index < 100; index += 1) held.send({ t: 'unfollow', conversations: [] })
    expect((await held.ended).code).toBe(4429)
    await client.close()
    await slow.close()
  })

  test('the twenty-first socket of a user closes with 4429', async () => {
    const user = randomUUID()
    const sockets = await Promise.all(Array.from({ length: 20 }, () => SocketClient.open(server.url)))
    await Promise.all(sockets.map((socket) => socket.authenticate(user)))
    const extra = await SocketClient.open(server.url)
    extra.send({ t: 'auth', token: user })
    expect((await extra.ended).code).toBe(4429)
    await Promise.all(sockets.map((socket) => socket.close()))
  })
})
