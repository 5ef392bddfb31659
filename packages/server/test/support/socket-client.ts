import type { ClientFrame, ServerFrame, ServerFrames } from '@palaver/protocol'
import { subprotocol } from '@palaver/protocol'
import WebSocket, { type ClientOptions } from 'ws'

/** How a socket ended. */
export interface Ended {
  readonly code: number
  readonly reason: string
}

/** A raw socket for tests: keeps every frame, and waits for the ones that a test needs. */
export class SocketClient {
  readonly ws: WebSocket
  readonly frames: ServerFrame[] = []
  readonly ended: Promise<Ended>
  #waiters: (() => void)[] = []
  #commandId = 0
  answersPings = true

  constructor(ws: WebSocket) {
    this.ws = ws
    this.ended = new Promise((resolve) => ws.once('close', (code, reason) => resolve({ code, reason: reason.toString() })))
    ws.on('error', () => {})
    ws.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as ServerFrame
      this.frames.push(frame)
      if (frame.t === 'ping' && this.answersPings) this.send({ t: 'pong' })
      const waiters = this.#waiters
      this.#waiters = []
      for (const waiter of waiters) waiter()
    })
  }

  /** Opens a socket; rejects with the HTTP status when the handshake is refused. */
  static open(url: string, options: ClientOptions & { readonly protocols?: readonly string[] } = {}): Promise<SocketClient> {
    const { protocols = [subprotocol], ...rest } = options
    const ws = new WebSocket(url, [...protocols], rest)
    const client = new SocketClient(ws)
    return new Promise((resolve, reject) => {
      ws.once('open', () => resolve(client))
      ws.once('unexpected-response', (_request, response) => {
        ws.terminate()
        reject(Object.assign(new Error(`refused with ${response.statusCode}`), { status: response.statusCode }))
      })
      ws.once('error', reject)
    })
  }

  send(frame: ClientFrame): void {
    this.ws.send(JSON.stringify(frame))
  }

  /** The first frame of this kind that fits, also when it came already. */
  frame<T extends ServerFrame['t']>(t: T, fits: (frame: ServerFrames[T]) => boolean = () => true, withinMs = 5000): Promise<ServerFrames[T]> {
    return this.#first(t, (frame): frame is ServerFrames[T] => frame.t === t && fits(frame as ServerFrames[T]), withinMs)
  }

  async #first<Found extends ServerFrame>(what: string, fits: (frame: ServerFrame) => frame is Found, withinMs: number): Promise<Found> {
    const until = Date.now() + withinMs
    for (;;) {
      const found = this.frames.find(fits)
      if (found) return found
      if (Date.now() > until) throw new Error(`no ${what} frame came; the last ones were ${JSON.stringify(this.frames.slice(-10)).slice(0, 2000)}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 50)
        this.#waiters.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  /** Every frame of a kind so far. */
  all<T extends ServerFrame['t']>(t: T): ServerFrames[T][] {
    return this.frames.filter((frame) => frame.t === t) as ServerFrames[T][]
  }

  async authenticate(token: string): Promise<ServerFrames['authed']> {
    this.send({ t: 'auth', token })
    return this.frame('authed')
  }

  /** Runs a command; resolves with the `ok` or `err` frame. */
  async command(name: string, input: unknown): Promise<ServerFrames['ok'] | ServerFrames['err']> {
    this.#commandId += 1
    const id = this.#commandId
    this.send({ t: 'cmd', id, name, input })
    return this.#first('ok or err', (frame): frame is ServerFrames['ok'] | ServerFrames['err'] => (frame.t === 'ok' || frame.t === 'err') && frame.id === id, 5000)
  }

  close(): Promise<Ended> {
    this.ws.close(1000)
    return this.ended
  }
}
