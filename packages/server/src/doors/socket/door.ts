import websocket, { type WebsocketPluginOptions } from '@fastify/websocket'
import { socketPath, subprotocol } from '@palaver/protocol'
import type { FastifyInstance } from 'fastify'
import { WebSocket } from 'ws'
import type { AddressGate } from '../../platform/address-gate.ts'
import { compressAboveBytes, Frame } from '../../platform/fan-out/frame.ts'
import { type Metrics, noMetrics } from '../../platform/metrics.ts'
import { refusal } from '../../platform/refusal.ts'
import { replyWithError } from '../error-reply.ts'
import { type SessionParts, type SocketLimits, defaultSocketLimits } from './options.ts'
import { isOriginAllowed } from './origin.ts'
import { Session } from './session.ts'
import { WaitingRoom } from './waiting-room.ts'
import { createWireMeter, WsWire } from './ws-wire.ts'

/** What {@link registerSocketDoor} needs. */
export interface SocketDoorOptions extends Omit<SessionParts, 'limits'> {
  readonly limits?: Partial<SocketLimits>
  /** Stands before every handshake. */
  readonly admit: AddressGate
  /** Origins beside the server's own, exactly as browsers send them. */
  readonly allowedOrigins?: readonly string[]
}

/** The socket door of an app. */
export interface SocketDoor {
  /**
   * Refuses new sockets, tells the open ones to go away spread over `drainMs`, and closes them resumably (4503). Resolves when all are gone.
   * Called with 0 by the app's own close.
   */
  close(drainMs?: number): Promise<void>
}

/** `ws` answers a frame above its limit with 1009; our table has a code of its own for it. */
class PalaverWebSocket extends WebSocket {
  override close(code?: number, data?: string | Buffer): void {
    super.close(code === 1009 ? 4413 : code, data)
  }
}

type WsOptions = NonNullable<WebsocketPluginOptions['options']>

const closeTimeoutMs = 2000

/**
 * Registers the socket at `/v1/socket`. Each connection becomes a {@link Session}; the handshake refuses foreign origins (403), tokens in
 * the query (400) and floods of one address (429), a foreign subprotocol closes with 4406.
 */
export const registerSocketDoor = async (app: FastifyInstance, options: SocketDoorOptions): Promise<SocketDoor> => {
  const limits = { ...defaultSocketLimits, ...options.limits }
  const parts: SessionParts = { ...options, limits }
  const waitingRoom = new WaitingRoom(limits.maxUnauthenticatedPerAddress)
  const sessions = new Map<Session, () => void>()
  const metrics = options.metrics ?? noMetrics
  const meter = createWireMeter(metrics)
  watchStates(metrics, () => sessions.keys())
  let closing: Promise<void> | undefined

  const close = (drainMs = 0): Promise<void> => {
    closing ??= drain(drainMs)
    return closing
  }
  const drain = async (drainMs: number): Promise<void> => {
    const left = [...sessions].map(([session, terminate]) => goAway(session, terminate, drainMs))
    await Promise.all(left)
  }
  const goAway = async (session: Session, terminate: () => void, drainMs: number): Promise<void> => {
    const afterMs = Math.floor(Math.random() * drainMs)
    session.send(Frame.of({ t: 'goaway', afterMs }))
    if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs))
    session.close(4503)
    const end = setTimeout(terminate, closeTimeoutMs)
    await ended.get(session)
    clearTimeout(end)
  }
  const ended = new WeakMap<Session, Promise<void>>()

  // The types of `ws` do not know `closeTimeout` yet.
  const wsOptions: WsOptions & { closeTimeout: number } = {
    maxPayload: limits.maxFrameBytes,
    // The types ask for the whole module; `ws` only constructs it.
    WebSocket: PalaverWebSocket as unknown as NonNullable<WsOptions['WebSocket']>,
    clientTracking: false,
    // What waits for a reader that does not read is given up soon after the close.
    closeTimeout: closeTimeoutMs,
    perMessageDeflate: { serverNoContextTakeover: true, clientNoContextTakeover: true, threshold: compressAboveBytes, concurrencyLimit: 4 },
    // An unknown version is agreed to and then closed with 4406: a browser shows no close code of a refused handshake.
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : (offered.values().next().value ?? false)),
  }
  await app.register(websocket, {
    options: wsOptions,
    // A broken client is its own fault; `ws` has closed the socket already.
    errorHandler: (error, socket) => {
      options.logger.debug({ err: error }, 'a socket failed')
      socket.terminate()
    },
    preClose(done) {
      // From here on Fastify itself refuses, before any hook. Of an upgrade nobody would close the connection then, and the stop would wait for it: without a
      // listener it is a request like others.
      app.server.removeAllListeners('upgrade')
      close().then(() => this.websocketServer.close(() => done()), done)
    },
  })

  app.get(socketPath, {
    websocket: true,
    errorHandler: (error, request, reply) => void replyWithError(error, request, reply),
    onRequest: async ({ id, ip, headers, url }) => {
      if (closing) throw refusal('unavailable', 'unable to open a socket; the server is stopping', { retryAfterMs: 1000 })
      await options.admit({ address: ip, requestId: id })
      if (!isOriginAllowed(headers.origin, headers.host, options.allowedOrigins ?? [])) {
        throw refusal('forbidden', 'unable to open a socket; pages of this origin may not')
      }
      if (url.includes('?')) {
        throw refusal('invalid_input', 'unable to open a socket; the token goes into the auth frame, and the address takes no query')
      }
      if (!waitingRoom.hasRoom(ip)) {
        throw refusal('rate_limited', 'unable to open a socket; too many of this address wait for their token', { retryAfterMs: 1000 })
      }
    },
  }, (ws, request) => {
    if (ws.protocol !== subprotocol) return ws.close(4406, 'unsupported_version')
    const extensions = request.headers['sec-websocket-extensions'] ?? ''
    const compressed = ws.extensions.includes('permessage-deflate') && !extensions.includes('server_max_window_bits')
    const leaveWaitingRoom = waitingRoom.enter(request.ip)
    const peer = { address: request.ip, authenticated: leaveWaitingRoom }
    const session = new Session(new WsWire(ws, { socket: request.raw.socket, compressed, meter }), peer, parts)
    sessions.set(session, () => ws.terminate())
    ended.set(session, new Promise((resolve) => {
      ws.once('close', () => {
        leaveWaitingRoom()
        sessions.delete(session)
        resolve()
      })
    }))
  })

  return { close }
}

function watchStates(metrics: Metrics, sessions: () => Iterable<Session>): void {
  metrics.gauge('palaver_sockets', () => {
    const states: Record<string, number> = { awaiting: 0, authenticating: 0, authed: 0, resuming: 0, live: 0 }
    for (const { state } of sessions()) states[state] = (states[state] ?? 0) + 1
    return states
  })
  metrics.gauge('palaver_socket_buffered_bytes', () => [...sessions()].reduce((sum, { buffered }) => sum + buffered, 0))
}
