import { backoff } from '@palaver/core'
import { afterClose, type ClientFrame, type ServerFrame, type ServerFrames, socketPath, speaks, subprotocol } from '@palaver/protocol'
import type { Given } from '../commands/runner.ts'
import type { Platform, WebSocketLike } from '../platform.ts'
import { type ConnectionEffect, type ConnectionEvent, connectionTable } from './connection-table.ts'
import { createTimer } from '../timer.ts'
import { createWatchdog } from './watchdog.ts'
import type { SessionEnd, SocketStatus } from './status.ts'

/** What a connection needs and tells. */
export interface ConnectionOptions {
  readonly platform: Platform
  readonly url: string
  token(options: { readonly refresh: boolean }): Promise<string | null>
  onStatus(): void
  /** Authenticated: resume, then send what waits. */
  onOpen(hello: ServerFrames['hello']): void
  /** No socket any more; what was in flight has no answer. */
  onLost(): void
  onFrame(frame: ServerFrame): void
  onAuthRequired(reason: SessionEnd): void
  onFatal(code: number): void
  /** A frame could not be taken; the socket stays. */
  onFault(cause: unknown): void
}

const retry = { base: 500, cap: 20_000 }
const handshakeMs = 15_000
const maxRefusals = 3

/** Runs the effects of the connection's table; knows nothing of what is said over it. */
export const createConnection = (options: ConnectionOptions) => {
  const { platform } = options
  let status: SocketStatus = 'idle'
  let socket: WebSocketLike | undefined
  let hello: ServerFrames['hello'] | undefined
  let token = ''
  let expiresAt = 0
  let attempt = 0
  let refusals = 0
  let refresh = false
  let asked = 0
  let slower = false
  let closeCode = 0
  let retryAt: number | undefined
  const retryTimer = createTimer(platform, () => dispatch('retry'))
  const reauthTimer = createTimer(platform, () => dispatch('reauth'))
  const moveTimer = createTimer(platform, () => dispatch('move'))
  const watchdog = createWatchdog(platform, () => dispatch('silent'))

  const send = (frame: Given<ClientFrame>) => socket?.send(JSON.stringify(frame))
  const serverNow = () => platform.now() + clockOffset
  let clockOffset = 0

  const onClose = (code: number) => {
    closeCode = code
    const then = afterClose(code)
    refresh = then === 'refresh'
    slower = then === 'backoff'
    if (code === 4403 || code === 4423 || (refresh && ++refusals >= maxRefusals)) dispatch('denied')
    else dispatch(then === 'fatal' ? 'fatal' : 'lost')
  }

  const onFrame = (frame: ServerFrame) => {
    watchdog.heard()
    switch (frame.t) {
      case 'hello':
        if (!speaks(frame.protocol)) {
          onClose(4406)
          return
        }
        hello = frame
        clockOffset = frame.serverTime - platform.now()
        dispatch('hello')
        return
      case 'authed':
        expiresAt = frame.expiresAt
        dispatch('authed')
        return
      case 'goaway':
        // Spread evenly, so that the clients of one node do not meet again at the next.
        moveTimer.replan(platform.random() * frame.afterMs)
        return
      case 'ping':
        send({ t: 'pong' })
        break
      default:
    }
    options.onFrame(frame)
  }

  const openSocket = () => {
    const url = options.url.replace(/^http/, 'ws') + socketPath
    watchdog.start(handshakeMs)
    let opened: WebSocketLike
    try {
      opened = platform.openSocket(url, subprotocol)
    } catch {
      queueMicrotask(() => dispatch('lost'))
      return
    }
    socket = opened
    // A socket that was dropped may still speak.
    opened.onmessage = ({ data }) => {
      if (socket !== opened) return
      try {
        onFrame(JSON.parse(String(data)) as ServerFrame)
      } catch (cause) {
        options.onFault(cause)
      }
    }
    opened.onclose = ({ code }) => {
      if (socket === opened) onClose(code)
    }
  }

  const dropSocket = () => {
    const dropped = socket
    socket = undefined
    hello = undefined
    watchdog.stop()
    reauthTimer.stop()
    moveTimer.stop()
    dropped?.close(1000)
    options.onLost()
  }

  const askToken = () => {
    const question = ++asked
    const answer = (event: ConnectionEvent, given = '') => {
      if (question !== asked) return
      token = given
      dispatch(event)
    }
    options.token({ refresh: refresh || status === 'open' }).then(
      (given) => (given === null ? answer('no-token') : answer('token', given)),
      () => answer('token-failed'),
    )
  }

  const planRetry = () => {
    const ms = platform.isOnline() ? backoff(attempt, platform.random(), slower ? { ...retry, base: retry.cap } : retry) : retry.cap
    attempt += 1
    retryAt = platform.now() + ms
    retryTimer.plan(ms)
  }

  const effects: Readonly<Record<ConnectionEffect, () => void>> = {
    'open-socket': openSocket,
    'drop-socket': dropSocket,
    'ask-token': askToken,
    'send-auth': () => send({ t: 'auth', token }),
    resume: () => {
      attempt = 0
      if (!hello) return
      watchdog.start(hello.heartbeatMs * 2 + 5000)
      options.onOpen(hello)
    },
    'plan-reauth': () => {
      refusals = 0
      refresh = false
      const left = expiresAt - serverNow()
      reauthTimer.replan(Math.max(1000, left - Math.min(60_000, left * 0.2)))
    },
    'plan-reauth-soon': () => reauthTimer.replan(Math.max(1000, Math.min(10_000, (expiresAt - serverNow()) / 2))),
    'plan-retry': planRetry,
    'cancel-retry': () => {
      retryTimer.stop()
      retryAt = undefined
    },
    'report-auth-required': () => options.onAuthRequired(closeCode === 4423 ? 'account_suspended' : 'session_ended'),
    'report-fatal': () => options.onFatal(closeCode),
  }

  const dispatch = (event: ConnectionEvent) => {
    const edge = connectionTable[status][event]
    if (!edge) return
    const [next, ...todo] = edge
    status = next
    for (const effect of todo) effects[effect]()
    options.onStatus()
  }

  const endNetwork = platform.onNetwork((online) => {
    dispatch(online ? 'online' : 'offline')
    options.onStatus()
  })

  return {
    connect: () => {
      refusals = 0
      closeCode = 0
      dispatch('connect')
    },
    disconnect: () => dispatch('disconnect'),
    send,
    status: () => status,
    retryAt: () => (status === 'waiting' ? retryAt : undefined),
    serverNow,
    dispose: () => {
      dispatch('disconnect')
      endNetwork()
    },
  }
}

/** The connection of one client. */
export type Connection = ReturnType<typeof createConnection>
