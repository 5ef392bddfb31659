import { describe, expect, test } from 'vitest'
import { type ConnectionEvent, connectionTable } from '../../src/connection/connection-table.ts'
import type { SocketStatus } from '../../src/index.ts'

const broken = 'waiting drop-socket plan-retry'
const denied = 'closed drop-socket report-auth-required'
const fatal = 'closed drop-socket report-fatal'
const again = 'connecting cancel-retry open-socket'
const ends = { disconnect: 'idle drop-socket', lost: broken, silent: broken, offline: broken, denied, fatal }

/** Every edge there is; every other event changes nothing. */
const edges: Record<SocketStatus, Partial<Record<ConnectionEvent, string>>> = {
  idle: { connect: 'connecting open-socket' },
  connecting: { ...ends, hello: 'authenticating ask-token' },
  authenticating: { ...ends, token: 'authenticating send-auth', 'no-token': denied, 'token-failed': broken, authed: 'open plan-reauth resume' },
  open: {
    ...ends, reauth: 'open ask-token', token: 'open send-auth', 'no-token': denied, 'token-failed': 'open plan-reauth-soon',
    authed: 'open plan-reauth', move: 'connecting drop-socket open-socket',
  },
  waiting: { connect: again, online: again, retry: again, disconnect: 'idle cancel-retry', denied: 'closed cancel-retry report-auth-required' },
  closed: { connect: 'connecting open-socket', disconnect: 'idle' },
}
const events: ConnectionEvent[] = [
  'connect', 'disconnect', 'hello', 'token', 'no-token', 'token-failed', 'authed', 'lost', 'silent', 'denied', 'fatal', 'retry', 'online', 'offline', 'reauth', 'move',
]

describe.each(Object.keys(edges) as SocketStatus[])('%s', (status) => {
  test.each(events)('on %s', (event) => {
    expect(connectionTable[status][event]?.join(' ')).toBe(edges[status][event])
  })
})
