import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Frame } from '../../platform/fan-out/frame.ts'
import { type Counter, type Metrics, noMetrics } from '../../platform/metrics.ts'
import { CoalescedWrites } from './coalesced-writes.ts'
import type { Wire } from './wire.ts'

/** What waits for a socket is written at once when it is more: it is not many frames in one write that it lacks. */
const fullBytes = 32_768

/** One event loop, one order of writes. */
const writes = new CoalescedWrites()

/** What a {@link WsWire} needs beside the WebSocket. */
export interface WsWireOptions {
  /** The TCP or TLS socket below; without one (a test's injected socket) frames go through `ws`. */
  readonly socket: Writable | undefined
  /** The client agreed to permessage-deflate without limits of its own. */
  readonly compressed: boolean
  readonly meter?: WireMeter
}

/** What all sockets count together. */
export interface WireMeter {
  readonly framesSent: Counter
  readonly bytesSent: Counter
  readonly framesReceived: Counter
}

export const createWireMeter = (metrics: Metrics): WireMeter => ({
  framesSent: metrics.counter('palaver_socket_frames_sent_total'),
  bytesSent: metrics.counter('palaver_socket_bytes_sent_total'),
  framesReceived: metrics.counter('palaver_socket_frames_received_total'),
})

/**
 * A `ws` socket as a {@link Wire}.
 *
 * Frames are written to the underlying socket as prebuilt bytes instead of by `ws.send`, which would encode and frame the same event
 * again for every reader, in two writes. That is sound because every data frame goes this way and is compressed before, if at all: `ws`
 * itself writes only control frames (pong, close), each whole, in the same order as we call it; its queue for data that is being
 * compressed stays empty. What comes for a socket until it is its turn leaves in one write.
 */
export class WsWire implements Wire {
  readonly #ws: WebSocket
  readonly #socket: Writable | undefined
  readonly #compressed: boolean
  readonly #meter: WireMeter
  #queue: Frame[] = []
  #queuedBytes = 0
  /** What the socket could not take at the last write: asked again only while there is something, since asking each socket for each frame costs. */
  #stuckBytes = 0

  constructor(ws: WebSocket, { socket, compressed, meter = createWireMeter(noMetrics) }: WsWireOptions) {
    this.#ws = ws
    this.#socket = socket
    this.#compressed = compressed
    this.#meter = meter
  }

  send(frame: Frame): void {
    this.#queue.push(frame)
    this.#queuedBytes += frame.bytes(this.#compressed).length
    if (this.#queuedBytes > fullBytes) this.#flush()
    else if (this.#queue.length === 1) writes.add(this.#flush)
  }

  close(code: number, reason: string): void {
    this.#flush()
    this.#ws.close(code, reason)
  }

  bufferedAmount(): number {
    if (this.#stuckBytes > 0 || !this.#socket) this.#stuckBytes = this.#socket ? this.#socket.writableLength : this.#ws.bufferedAmount
    return this.#queuedBytes + this.#stuckBytes
  }

  onMessage(listener: (text: string | undefined) => void): void {
    this.#ws.on('message', (data, isBinary) => {
      this.#meter.framesReceived.add()
      // Without `fragments` as binary type a message always arrives as one Buffer.
      listener(isBinary || !Buffer.isBuffer(data) ? undefined : data.toString('utf8'))
    })
  }

  onClose(listener: () => void): void {
    this.#ws.once('close', listener)
  }

  /** Returns how many frames it wrote. */
  readonly #flush = (): number => {
    const frames = this.#queue
    const bytes = this.#queuedBytes
    this.#queue = []
    this.#queuedBytes = 0
    if (frames.length === 0 || this.#ws.readyState !== this.#ws.OPEN) return 0
    this.#meter.bytesSent.add(bytes)
    for (const frame of frames) this.#meter.framesSent.add(frame.texts.length)
    const socket = this.#socket
    if (!socket) {
      for (const { texts } of frames) for (const text of texts) this.#ws.send(text)
      return frames.length
    }
    const [only] = frames
    if (frames.length === 1 && only) socket.write(only.bytes(this.#compressed))
    else {
      socket.cork()
      for (const frame of frames) socket.write(frame.bytes(this.#compressed))
      socket.uncork()
    }
    this.#stuckBytes = socket.writableLength
    return frames.length
  }
}
