import type { SocketStatus } from './status.ts'

/** What happens to a connection. */
export type ConnectionEvent =
  | 'connect' | 'disconnect'
  | 'hello' | 'token' | 'no-token' | 'token-failed' | 'authed'
  | 'lost' | 'silent' | 'denied' | 'fatal'
  | 'retry' | 'online' | 'offline'
  | 'reauth' | 'move'

/** What is to be done then, in this order. */
export type ConnectionEffect =
  | 'open-socket' | 'drop-socket'
  | 'ask-token' | 'send-auth' | 'resume' | 'plan-reauth' | 'plan-reauth-soon'
  | 'plan-retry' | 'cancel-retry'
  | 'report-auth-required' | 'report-fatal'

type Edge = readonly [SocketStatus, ...ConnectionEffect[]]

const broken: Edge = ['waiting', 'drop-socket', 'plan-retry']
const denied: Edge = ['closed', 'drop-socket', 'report-auth-required']
const beforeOpen = {
  disconnect: ['idle', 'drop-socket'],
  lost: broken,
  silent: broken,
  offline: broken,
  denied,
  fatal: ['closed', 'drop-socket', 'report-fatal'],
} as const satisfies Partial<Record<ConnectionEvent, Edge>>
const again: Edge = ['connecting', 'cancel-retry', 'open-socket']

/** The whole life of a connection. An event without an edge changes nothing. */
export const connectionTable: Readonly<Record<SocketStatus, Readonly<Partial<Record<ConnectionEvent, Edge>>>>> = {
  idle: { connect: ['connecting', 'open-socket'] },
  connecting: { ...beforeOpen, hello: ['authenticating', 'ask-token'] },
  authenticating: {
    ...beforeOpen,
    token: ['authenticating', 'send-auth'],
    'no-token': denied,
    'token-failed': broken,
    authed: ['open', 'plan-reauth', 'resume'],
  },
  open: {
    ...beforeOpen,
    reauth: ['open', 'ask-token'],
    token: ['open', 'send-auth'],
    'no-token': denied,
    'token-failed': ['open', 'plan-reauth-soon'],
    authed: ['open', 'plan-reauth'],
    move: ['connecting', 'drop-socket', 'open-socket'],
  },
  waiting: { connect: again, online: again, retry: again, disconnect: ['idle', 'cancel-retry'], denied: ['closed', 'cancel-retry', 'report-auth-required'] },
  closed: { connect: ['connecting', 'open-socket'], disconnect: ['idle'] },
}
