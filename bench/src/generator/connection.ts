import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import type { ClientPlan } from './plan.ts'
import { type Dialect, frameKinds } from './dialects/dialect.ts'
import { encodeFrame, encodeText, opcodes, walkFrames } from './frames.ts'
import { readMarkers } from './marker.ts'

/** What a live connection tells; `client` is its number, `at` when the bytes were read. */
export interface ConnectionEvents {
  delivered(client: number, sequence: number, at: number): void
  acknowledged(sequence: number, at: number): void
  refused(sequence: number, frame: string): void
  closed(client: number, reason: string): void
}

export interface ConnectionOptions {
  readonly number: number
  readonly port: number
  readonly client: ClientPlan
  readonly dialect: Dialect
  readonly events: ConnectionEvents
}

// Reading is synchronous, so every connection reads into the same memory; what is left of a frame is kept by the connection.
const readBuffer = Buffer.allocUnsafe(256 * 1024)
let scratch = Buffer.allocUnsafe(1024 * 1024)

/** One user's connection, down to the TCP socket. */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #socket: Socket
  readonly #pong: Buffer
  readonly #found: (sequence: number) => void
  #rest = Buffer.alloc(0)
  #restLength = 0
  #readAt = 0
  #phase: 'upgrading' | 'greeting' | 'live' | 'closed' = 'upgrading'
  #settle: { resolve(): void; reject(error: Error): void } | undefined
  #closeReason = 'the socket ended'

  private constructor(options: ConnectionOptions) {
    this.#options = options
    this.#pong = encodeText(options.dialect.pong)
    this.#found = (sequence) => options.events.delivered(options.number, sequence, this.#readAt)
    this.#socket = connect({
      host: '127.0.0.1',
      port: options.port,
      noDelay: true,
      onread: { buffer: readBuffer, callback: (length) => this.#read(length) },
    })
    this.#socket.once('connect', () => this.#socket.write(this.#upgradeRequest()))
    this.#socket.on('error', (error) => { this.#closeReason = error.message })
    this.#socket.once('close', () => this.#closed())
  }

  /** Resolves once the connection gets what is sent to its conversation. */
  static open(options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(options)
    return new Promise((resolve, reject) => {
      connection.#settle = { resolve: () => resolve(connection), reject }
    })
  }

  /** Sends a message; one that was closed sends nothing, so that the message counts as not acknowledged. */
  send(conversationId: string, sequence: number, text: string): void {
    if (this.#socket.writableEnded) return
    this.#socket.write(encodeText(this.#options.dialect.send(conversationId, sequence, text)))
  }

  /** Says that everything was read, in a system that knows such a thing. */
  mark(conversationId: string): void {
    const text = this.#options.dialect.mark?.(conversationId)
    if (text !== undefined && !this.#socket.writableEnded) this.#socket.write(encodeText(text))
  }

  #upgradeRequest(): string {
    const { dialect, client, port } = this.#options
    return [
      `GET ${dialect.path(client)} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...(dialect.subprotocol ? [`Sec-WebSocket-Protocol: ${dialect.subprotocol}`] : []),
      '\r\n',
    ].join('\r\n')
  }

  #read(length: number): boolean {
    this.#readAt = performance.now()
    try {
      const [bytes, total] = this.#restLength === 0 ? [readBuffer, length] : [this.#join(length), this.#restLength + length]
      const taken = this.#take(bytes.subarray(0, total))
      this.#keep(bytes, taken, total)
    } catch (error) {
      this.#closeReason = error instanceof Error ? error.message : String(error)
      this.#socket.destroy()
    }
    return true
  }

  #join(length: number): Buffer {
    const total = this.#restLength + length
    if (scratch.length < total) scratch = Buffer.allocUnsafe(total * 2)
    this.#rest.copy(scratch, 0, 0, this.#restLength)
    readBuffer.copy(scratch, this.#restLength, 0, length)
    return scratch
  }

  #keep(bytes: Buffer, from: number, to: number): void {
    const length = to - from
    if (this.#rest.length < length) this.#rest = Buffer.allocUnsafe(length * 2)
    bytes.copy(this.#rest, 0, from, to)
    this.#restLength = length
  }

  #take(bytes: Buffer): number {
    const from = this.#phase === 'upgrading' ? this.#takeUpgrade(bytes) : 0
    if (from === -1) return 0
    const frames = from === 0 ? bytes : bytes.subarray(from)
    return from + walkFrames(frames, frames.length, (opcode, start, end) => this.#takeFrame(frames, opcode, start, end))
  }

  #takeUpgrade(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n')
    if (end === -1) return -1
    const head = bytes.toString('latin1', 0, end)
    if (!head.startsWith('HTTP/1.1 101')) throw new Error(`unable to upgrade; ${head.split('\r\n', 1)[0]}`)
    this.#phase = 'greeting'
    if (!this.#options.dialect.greet) this.#becomeLive()
    return end + 4
  }

  #takeFrame(bytes: Buffer, opcode: number, start: number, end: number): void {
    if (opcode === opcodes.ping) {
      this.#socket.write(encodeFrame(opcodes.pong, bytes.subarray(start, end)))
    } else if (opcode === opcodes.close) {
      const code = end - start >= 2 ? bytes.readUInt16BE(start) : 1005
      this.#closeReason = `closed with ${code} ${bytes.toString('utf8', start + 2, end)}`
      this.#socket.end(encodeFrame(opcodes.close, bytes.subarray(start, end)))
    } else if (opcode === opcodes.text) {
      if (this.#phase === 'live') this.#takeText(bytes, start, end)
      else this.#greet(bytes.toString('utf8', start, end))
    }
  }

  #takeText(bytes: Buffer, start: number, end: number): void {
    const { dialect, events } = this.#options
    switch (dialect.kind(bytes, start)) {
      case frameKinds.delivery:
        readMarkers(bytes, start, end, this.#found)
        break
      case frameKinds.acknowledgement:
        events.acknowledged(dialect.sequence(bytes, start), this.#readAt)
        break
      case frameKinds.refusal:
        events.refused(dialect.sequence(bytes, start), bytes.toString('utf8', start, Math.min(end, start + 300)))
        break
      case frameKinds.ping:
        this.#socket.write(this.#pong)
        break
      case frameKinds.other:
        break
    }
  }

  #greet(text: string): void {
    const { dialect, client } = this.#options
    const greeting = dialect.greet?.(client, text)
    if (greeting?.send !== undefined) this.#socket.write(encodeText(greeting.send))
    if (greeting?.ready) this.#becomeLive()
  }

  #becomeLive(): void {
    this.#phase = 'live'
    this.#settle?.resolve()
  }

  #closed(): void {
    const wasLive = this.#phase === 'live'
    this.#phase = 'closed'
    if (wasLive) this.#options.events.closed(this.#options.number, this.#closeReason)
    else this.#settle?.reject(new Error(`unable to connect client ${this.#options.number}; ${this.#closeReason}`))
  }
}
