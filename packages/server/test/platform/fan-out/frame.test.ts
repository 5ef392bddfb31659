import { randomBytes } from 'node:crypto'
import type { AddressInfo, Socket } from 'node:net'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import WebSocket, { WebSocketServer } from 'ws'
import { afterEach, describe, expect, test } from 'vitest'
import { WsWire } from '../../../src/doors/socket/ws-wire.ts'
import { Frame, compressAboveBytes } from '../../../src/platform/fan-out/frame.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A real `ws` client and the server's side of its socket as a wire. */
const pair = async (perMessageDeflate: boolean) => {
  const http = createHttpServer()
  const server = new WebSocketServer({ server: http, perMessageDeflate: { serverNoContextTakeover: true, clientNoContextTakeover: true } })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const accepted = once(server, 'connection')
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`, { perMessageDeflate })
  const got: string[] = []
  client.on('message', (data: Buffer) => got.push(data.toString('utf8')))
  const [ws, request] = (await accepted) as [WebSocket, { socket: Socket }]
  await once(client, 'open')
  ends.push(() => client.terminate(), () => server.close(), () => http.close())
  const wire = new WsWire(ws, { socket: request.socket, compressed: ws.extensions.includes('permessage-deflate') })
  return { client, ws, wire, got, socket: request.socket }
}

const sizes = [0, 1, 125, 126, 127, 65_535, 65_536, 200_000]

describe.each([true, false])('with compression agreed: %s', (deflate) => {
  test('a client reads prebuilt frames of every size, batches and control frames in order', async () => {
    const { client, ws, wire, got } = await pair(deflate)
    const sent: string[] = []
    for (const [index, size] of sizes.entries()) {
      const texts = [`${index} ${'ä'.repeat(size)}`, `${index} second`, `${index} ${randomBytes(size).toString('hex')}`]
      sent.push(...texts, `${index} alone`)
      wire.send(new Frame(texts))
      ws.ping()
      wire.send(new Frame([`${index} alone`]))
    }
    wire.close(4503, 'going_away')
    const [code] = await once(client, 'close')
    expect(got.length).toBe(sent.length)
    expect(got).toEqual(sent)
    expect(code).toBe(4503)
  })

  test('what is sent after the close is not written', async () => {
    const { client, wire, got } = await pair(deflate)
    wire.send(new Frame(['before']))
    wire.close(4503, 'going_away')
    wire.send(new Frame(['after']))
    await once(client, 'close')
    expect(got).toEqual(['before'])
  })
})

test('all that one turn of the event loop sends to a socket leaves in one write', async () => {
  const { wire, got, socket } = await pair(false)
  let writes = 0
  const handle = (socket as unknown as { _handle: { writev: (...args: never[]) => number; writeBuffer: (...args: never[]) => number } })._handle
  for (const name of ['writev', 'writeBuffer'] as const) {
    const original = handle[name].bind(handle)
    handle[name] = (...args: never[]) => {
      writes += 1
      return original(...args)
    }
  }
  for (let index = 0; index < 20; index += 1) wire.send(new Frame([`frame ${index}`, `and ${index}`]))
  await expect.poll(() => got.length).toBe(40)
  expect(writes).toBe(1)
})

test('the bytes of a frame are made once and only long texts are compressed', () => {
  const long = 'long '.repeat(compressAboveBytes)
  const frame = new Frame([long, 'short'])
  expect(frame.bytes(true)).toBe(frame.bytes(true))
  expect(frame.bytes(false)).toBe(frame.bytes(false))
  expect(frame.bytes(true).length).toBeLessThan(frame.bytes(false).length / 20)
  const short = new Frame(['short'])
  expect(short.bytes(true)).toBe(short.bytes(false))
  expect(short.bytes(false)).toEqual(Buffer.from([0x81, 5, ...Buffer.from('short')]))
})
