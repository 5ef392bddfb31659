import { type CommandInput, type CommandName, type CommandOutput, PalaverError, type ServerFrames } from '@palaver/protocol'
import type { Given } from './runner.ts'
import type { Platform } from '../platform.ts'

interface Request {
  readonly name: CommandName
  readonly input: unknown
  /** Sent again over the next socket when this one breaks; every command of the contract bears that. */
  readonly carried: boolean
  readonly resolve: (output: never) => void
  readonly reject: (error: PalaverError) => void
  readonly cancelTimeout: () => void
  sent: boolean
}

/** How a command waits for its answer. */
export interface RequestOptions {
  readonly carried?: boolean
}

const timeoutMs = 15_000

/** Commands over the socket: each waits for the answer with its id, at most as many in flight as the server allows. */
export const createRequests = (platform: Pick<Platform, 'delay'>) => {
  const requests = new Map<number, Request>()
  let lastId = 0
  let limit = 32
  let inFlight = 0
  let send: ((frame: object) => void) | undefined
  let ended = ''

  const pump = () => {
    for (const [id, request] of requests) {
      if (!send || inFlight >= limit) return
      if (request.sent) continue
      request.sent = true
      inFlight += 1
      send({ t: 'cmd', id, name: request.name, input: request.input })
    }
  }
  const take = (id: number) => {
    const request = requests.get(id)
    if (!request) return undefined
    requests.delete(id)
    request.cancelTimeout()
    if (request.sent) inFlight -= 1
    return request
  }
  const fail = (id: number, reason: string) => {
    const request = take(id)
    request?.reject(new PalaverError('unavailable', `unable to run ${request.name}; ${reason}`))
    pump()
  }

  return {
    /** Rejects with the server's error, or with `unavailable` when no answer came in time. */
    run: <Name extends CommandName>(name: Name, input: Given<CommandInput<Name>>, options: RequestOptions = {}) =>
      new Promise<CommandOutput<Name>>((resolve, reject) => {
        const id = ++lastId
        const cancelTimeout = platform.delay(timeoutMs, () => fail(id, 'no answer came in time'))
        requests.set(id, { name, input, carried: options.carried ?? true, resolve, reject, cancelTimeout, sent: false })
        if (ended) fail(id, ended)
        else pump()
      }),
    /** A socket is open: what waits goes out, in the order it came. */
    open: (sender: (frame: object) => void, maxInFlight: number) => {
      send = sender
      limit = maxInFlight
      pump()
    },
    /** The socket is gone. */
    lose: () => {
      send = undefined
      inFlight = 0
      for (const [id, request] of [...requests]) {
        const wasSent = request.sent
        request.sent = false
        if (!request.carried && wasSent) fail(id, 'the connection broke')
      }
    },
    /** Nothing will be sent any more. */
    end: (reason: string) => {
      ended = reason
      for (const id of [...requests.keys()]) fail(id, reason)
    },
    settle: (frame: ServerFrames['ok'] | ServerFrames['err']) => {
      const request = frame.id === undefined ? undefined : take(frame.id)
      if (!request) return
      if (frame.t === 'ok') request.resolve(frame.output as never)
      else request.reject(PalaverError.fromBody(frame))
      pump()
    },
    isOpen: () => send !== undefined,
  }
}

/** The commands of one client over its socket. */
export type Requests = ReturnType<typeof createRequests>
