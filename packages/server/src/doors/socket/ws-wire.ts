import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Frame } from '../../platform/fan-out/frame.ts'
import { type Counter, type Metrics, noMetrics } from '../../platform/metrics.ts'
import type { Wire } from './wire.ts'

/** Sockets of this process with frames that wait for the end of the current turn of the event loop. */
let waiting: (() => void)[] = []

const flushAll = (): void => {
  const flushes = waiting
  waiting = []
  for (const flush of flushes) flush()
}

const flushSoon = (flush: () => void): void => {
  if (waiting.length === 0) setImmediate(flushAll)
  waiting.push(flush)
}

/** What {@link wireOf} needs beside the WebSocket. */
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
 * compressed stays empty. What one turn of the event loop sends to a socket leaves in one write.
 */
export const wireOf = (ws: WebSocket, { socket, compressed, meter = createWireMeter(noMetrics) }: WsWireOptions): Wire => {
  let queue: Frame[] = []
  let queuedBytes = 0

  const write = (frame: Frame): void => {
    const bytes = frame.bytes(compressed)
    meter.framesSent.add(frame.texts.length)
    meter.bytesSent.add(bytes.length)
    if (socket) socket.write(bytes)
    else for (const text of frame.texts) ws.send(text)
  }
  const flush = (): void => {
    const frames = queue
    queue = []
    queuedBytes = 0
    if (frames.length === 0 || ws.readyState !== ws.OPEN) return
    const [only] = frames
    if (frames.length === 1 && only) return write(only)
    socket?.cork()
    for (const frame of frames) write(frame)
    socket?.uncork()
  }

  return {
    send(frame) {
      if (ws.readyState !== ws.OPEN) return
      queue.push(frame)
      queuedBytes += frame.bytes(compressed).length
      if (queue.length === 1) flushSoon(flush)
    },
    close(code, reason) {
      flush()
      ws.close(code, reason)
    },
    bufferedAmount: () => queuedBytes + (socket ? socket.writableLength : ws.bufferedAmount),
    onMessage(listener) {
      ws.on('message', (data, isBinary) => {
        meter.framesReceived.add()
        // Without `fragments` as binary type a message always arrives as one Buffer.
        listener(isBinary || !Buffer.isBuffer(data) ? undefined : data.toString('utf8'))
      })
    },
    onClose(listener) {
      ws.once('close', listener)
    },
  }
}
