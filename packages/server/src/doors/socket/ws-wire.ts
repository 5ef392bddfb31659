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
 * compressed stays empty. What comes for a socket until it is its turn leaves in one write.
 */
export const wireOf = (ws: WebSocket, { socket, compressed, meter = createWireMeter(noMetrics) }: WsWireOptions): Wire => {
  let queue: Frame[] = []
  let queuedBytes = 0
  /** What the socket could not take at the last write: asked again only while there is something, since asking each socket for each frame costs. */
  let stuckBytes = 0

  /** Returns how many frames it wrote. */
  const flush = (): number => {
    const frames = queue
    const bytes = queuedBytes
    queue = []
    queuedBytes = 0
    if (frames.length === 0 || ws.readyState !== ws.OPEN) return 0
    meter.bytesSent.add(bytes)
    for (const frame of frames) meter.framesSent.add(frame.texts.length)
    if (!socket) {
      for (const { texts } of frames) for (const text of texts) ws.send(text)
      return frames.length
    }
    const [only] = frames
    if (frames.length === 1 && only) socket.write(only.bytes(compressed))
    else {
      socket.cork()
      for (const frame of frames) socket.write(frame.bytes(compressed))
      socket.uncork()
    }
    stuckBytes = socket.writableLength
    return frames.length
  }

  return {
    send(frame) {
      queue.push(frame)
      queuedBytes += frame.bytes(compressed).length
      if (queuedBytes > fullBytes) flush()
      else if (queue.length === 1) writes.add(flush)
    },
    close(code, reason) {
      flush()
      ws.close(code, reason)
    },
    bufferedAmount() {
      if (stuckBytes > 0 || !socket) stuckBytes = socket ? socket.writableLength : ws.bufferedAmount
      return queuedBytes + stuckBytes
    },
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
