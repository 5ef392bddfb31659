import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Stands between servers and Redis. */
export interface SwallowingProxy {
  readonly url: string
  /** What Redis sends to subscribers vanishes while this is set; every connection lives on. */
  swallows: boolean
  /** The connections of subscribers that are open now have lost their way for good; new ones have not. */
  loseOpen(): void
  close(): Promise<void>
}

export async function startSwallowingProxy(targetUrl: string): Promise<SwallowingProxy> {
  const target = new URL(targetUrl)
  const sockets = new Set<Socket>()
  const lost = new WeakSet<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    let subscribes = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', (chunk: Buffer) => {
      subscribes ||= chunk.toString('latin1').toLowerCase().includes('ssubscribe')
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      if (!subscribes || !(proxy.swallows || lost.has(client))) client.write(chunk)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy: SwallowingProxy = {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    swallows: false,
    loseOpen: () => {
      for (const socket of sockets) lost.add(socket)
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}
