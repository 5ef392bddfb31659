import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net'

/** What the proxy can do to the connections that pass through it. */
export type Fault = 'drop' | 'stall' | 'truncate' | 'half-close' | 'delay'
export const faults: readonly Fault[] = ['drop', 'stall', 'truncate', 'half-close', 'delay']

interface Pair {
  readonly client: Socket
  readonly server: Socket
  delayMs: number
  stalled: boolean
}

/** A TCP proxy on loopback that hurts connections when told to. */
export interface FaultProxy {
  readonly port: number
  inject(fault: Fault): void
  /** No fault stays: stalled connections are cut, so that their ends notice. */
  heal(): void
  close(): Promise<void>
}

const pump = (pair: Pair, from: Socket, to: Socket): void => {
  from.on('data', (chunk: Buffer) => {
    if (pair.stalled) return
    if (pair.delayMs > 0) setTimeout(() => !to.destroyed && to.write(chunk), pair.delayMs)
    else if (!to.write(chunk)) from.pause()
  })
  to.on('drain', () => from.resume())
  from.on('error', () => to.destroy())
  from.on('close', () => to.destroy())
}

const hurt = (pair: Pair, fault: Fault): void => {
  switch (fault) {
    case 'drop':
      pair.client.resetAndDestroy()
      pair.server.resetAndDestroy()
      return
    case 'stall':
      pair.stalled = true
      return
    case 'delay':
      pair.delayMs = 40
      return
    case 'half-close':
      pair.client.end()
      return
    case 'truncate':
      // The middle of a frame gets lost: what comes after cannot be read as frames any more.
      pair.client.write(Buffer.from([0x81, 0x7e, 0x10]))
      pair.client.end()
  }
}

/** Starts a proxy to `targetPort` on 127.0.0.1. */
export const startFaultProxy = async (targetPort: number): Promise<FaultProxy> => {
  const pairs = new Set<Pair>()
  const server: Server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1')
    const pair: Pair = { client, server: upstream, delayMs: 0, stalled: false }
    pairs.add(pair)
    client.setNoDelay(true)
    upstream.setNoDelay(true)
    pump(pair, client, upstream)
    pump(pair, upstream, client)
    client.on('close', () => pairs.delete(pair))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const each = (run: (pair: Pair) => void): void => [...pairs].forEach(run)
  return {
    port: (server.address() as AddressInfo).port,
    inject: (fault) => each((pair) => hurt(pair, fault)),
    heal: () =>
      each((pair) => {
        pair.delayMs = 0
        if (pair.stalled) hurt(pair, 'drop')
      }),
    close: async () => {
      each((pair) => hurt(pair, 'drop'))
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
