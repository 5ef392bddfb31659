import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net'

/** What happens to connections at once. `truncate` lets half of the next chunk through, `half-close` ends one direction. */
export const strikes = ['drop', 'truncate', 'half-close'] as const
export type Strike = (typeof strikes)[number]

/**
 * What lasts until it is healed. `cut`: refused and reset; `stall`: bytes wait, as on a bad line; `black-hole`: bytes vanish, and the
 * connection is reset when it is healed; `delay`: each chunk comes late.
 */
export const conditions = ['cut', 'stall', 'black-hole', 'delay'] as const
export type Condition = (typeof conditions)[number]

/** A TCP proxy on loopback that hurts the connections passing through it. */
export interface FaultProxy {
  readonly port: number
  /** Where the newest connection goes. */
  target(): number | undefined
  strike(strike: Strike): void
  /** Holds for all connections, new ones too, or with `subscribersOnly` for those on which Redis was asked to SUBSCRIBE. */
  begin(condition: Condition, options?: { readonly subscribersOnly?: boolean }): void
  heal(): void
  close(): Promise<void>
}

interface Pair {
  readonly client: Socket
  server: Socket | undefined
  subscriber: boolean
  truncated: boolean
  /** Bytes vanished: the two ends do not agree any more. */
  broken: boolean
  /** Sources whose last chunk is still on its late way. */
  readonly late: Set<Socket>
}

const delayMs = 60
const subscribes = /\bS?P?SUBSCRIBE\r\n/i

/** Resets where it can: Node never lets go of a socket that is reset while it is being ended. */
const resetSocket = (socket: Socket | undefined): void => {
  if (socket?.writableEnded || socket?.connecting) socket.destroy()
  else socket?.resetAndDestroy()
}

/** `ports` says where a new connection goes: the first that answers. */
export const startFaultProxy = async (ports: () => readonly number[]): Promise<FaultProxy> => {
  const pairs = new Set<Pair>()
  let active: { readonly condition: Condition; readonly subscribersOnly: boolean } | undefined

  const conditionOf = (pair: Pair): Condition | undefined => (active && (!active.subscribersOnly || pair.subscriber) ? active.condition : undefined)
  const reset = (pair: Pair): void => {
    resetSocket(pair.client)
    resetSocket(pair.server)
  }
  const apply = (pair: Pair): void => {
    const condition = conditionOf(pair)
    if (condition === 'cut') reset(pair)
    if (condition !== 'stall') return
    pair.client.pause()
    pair.server?.pause()
  }

  const forward = (pair: Pair, chunk: Buffer, { from, to }: { readonly from: Socket; readonly to: Socket }): void => {
    if (pair.truncated) {
      to.end(chunk.subarray(0, Math.ceil(chunk.length / 2)))
      from.destroy()
      return
    }
    const condition = conditionOf(pair)
    if (condition === 'black-hole') {
      pair.broken = true
      return
    }
    if (condition === 'delay') {
      // The source waits too, so that nothing overtakes.
      from.pause()
      pair.late.add(from)
      setTimeout(() => {
        pair.late.delete(from)
        if (!to.destroyed) to.write(chunk)
        if (conditionOf(pair) !== 'stall') from.resume()
      }, delayMs)
      return
    }
    if (!to.write(chunk)) from.pause()
  }
  const pump = (pair: Pair, from: Socket, to: Socket): void => {
    from.on('data', (chunk: Buffer) => {
      if (from === pair.client && !pair.subscriber && subscribes.test(chunk.toString('latin1', 0, 200))) {
        pair.subscriber = true
        apply(pair)
      }
      if (!to.destroyed) forward(pair, chunk, { from, to })
    })
    to.on('drain', () => {
      if (conditionOf(pair) !== 'stall' && !pair.late.has(from)) from.resume()
    })
    from.on('end', () => to.end())
    from.on('error', () => to.destroy())
    from.on('close', (hadError) => (hadError ? to.destroy() : to.end()))
  }

  const join = (pair: Pair, candidates: readonly number[]): void => {
    const [port, ...others] = candidates
    if (port === undefined || pair.client.destroyed) {
      pair.client.destroy()
      return
    }
    const server = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
    const onRefused = (): void => join(pair, others)
    server.once('error', onRefused)
    server.once('connect', () => {
      server.off('error', onRefused)
      pair.server = server
      pump(pair, pair.client, server)
      pump(pair, server, pair.client)
      apply(pair)
    })
  }

  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on('error', () => client.destroy())
    if (active?.condition === 'cut' && !active.subscribersOnly) {
      resetSocket(client)
      return
    }
    const pair: Pair = { client, server: undefined, subscriber: false, truncated: false, broken: false, late: new Set() }
    pairs.add(pair)
    client.on('close', () => {
      pairs.delete(pair)
    })
    join(pair, ports())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const hit: Readonly<Record<Strike, (pair: Pair) => void>> = {
    drop: reset,
    truncate: (pair) => void (pair.truncated = true),
    'half-close': (pair) => void pair.client.end(),
  }
  const heal = (): void => {
    active = undefined
    for (const pair of pairs) {
      if (pair.broken) reset(pair)
      // Before it is joined, what is read would be lost.
      if (!pair.server) continue
      for (const socket of [pair.client, pair.server]) if (!pair.late.has(socket)) socket.resume()
    }
  }
  return {
    port: (server.address() as AddressInfo).port,
    target: () => [...pairs].at(-1)?.server?.remotePort,
    strike: (strike) => [...pairs].forEach(hit[strike]),
    begin: (condition, { subscribersOnly = false } = {}) => {
      active = { condition, subscribersOnly }
      for (const pair of [...pairs]) apply(pair)
    },
    heal,
    close: async () => {
      heal()
      for (const pair of [...pairs]) reset(pair)
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
