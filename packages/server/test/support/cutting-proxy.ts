import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Stands between a client and PostgreSQL, and cuts the connection at one statement. */
export interface CuttingProxy {
  readonly url: string
  /** Cuts at the next statement that contains `text`: before the server gets it, or after the server answered it. */
  cutAt(text: string, moment: 'before' | 'after'): void
  close(): Promise<void>
}

export async function startCuttingProxy(targetUrl: string): Promise<CuttingProxy> {
  const target = new URL(targetUrl)
  const sockets = new Set<Socket>()
  let cut: { text: string; moment: 'before' | 'after' } | undefined
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    let answerIsLost = false
    const destroy = (): void => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', destroy).on('close', () => {
        sockets.delete(socket)
        destroy()
      })
    }
    client.on('data', (chunk) => {
      if (cut && chunk.includes(cut.text)) {
        const { moment } = cut
        cut = undefined
        if (moment === 'before') return destroy()
        answerIsLost = true
      }
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => (answerIsLost ? destroy() : client.write(chunk)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(targetUrl)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    cutAt: (text, moment) => { cut = { text, moment } },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
