import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startFaultProxy } from '../chaos/fault-proxy.ts'

/** A server that keeps what it gets, behind a proxy, and a connection to it. */
const join = async () => {
  let received = ''
  const server = createServer((socket) => socket.on('data', (chunk: Buffer) => (received += chunk.toString())).on('error', () => {})).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await startFaultProxy(() => [(server.address() as AddressInfo).port])
  const client: Socket = connect({ port: proxy.port, host: '127.0.0.1', noDelay: true })
  client.on('error', () => {})
  await once(client, 'connect')
  onTestFinished(async () => {
    client.destroy()
    await proxy.close()
    server.close()
  })
  return { proxy, client, received: () => received }
}
// `once` of node:events would reject with the reset.
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()))
const soon = { timeout: 5000, interval: 5 }

test('bytes keep their order when a delay or a stall ends while some are on their way', async () => {
  const { proxy, client, received } = await join()
  let sent = ''
  for (let round = 0; round < 20; round++) {
    proxy.begin(round % 2 === 0 ? 'delay' : 'stall')
    for (let part = 0; part < 4; part++) {
      const text = `${round}.${part} `
      sent += text
      client.write(text)
      await new Promise((resolve) => setTimeout(resolve, 3))
      if (part === 2) proxy.heal()
    }
  }
  await vi.waitFor(() => expect(received()).toBe(sent), soon)
})

test('a connection that is cut off ends, and new ones are refused until it is healed', async () => {
  const { proxy, client, received } = await join()
  proxy.begin('cut')
  await closed(client)
  const refused = connect(proxy.port, '127.0.0.1')
  refused.on('error', () => {})
  await closed(refused)
  proxy.heal()
  const taken = connect(proxy.port, '127.0.0.1')
  await once(taken, 'connect')
  taken.write('here')
  await vi.waitFor(() => expect(received()).toBe('here'), soon)
  taken.destroy()
})
