import type { Door, ErrorBody } from '@palaver/protocol'
import { socketPath } from '@palaver/protocol'
import { commands } from '@palaver/protocol/definitions'
import { onTestFinished } from 'vitest'
import { SocketClient } from './socket-client.ts'
import type { TestServer } from './test-server.ts'

/** What a command answered, whichever door it went through. */
export type DoorAnswer =
  | { readonly ok: true; readonly output: Record<string, unknown>; readonly replay: boolean }
  | { readonly ok: false; readonly error: ErrorBody }

/** As much of a server as its doors need. */
export type DoorServer = Pick<TestServer, 'app' | 'call'>

/** Runs commands through one door; without a token as nobody (only REST lets nobody in). */
export interface DoorClient {
  run(name: string, input: Record<string, unknown>): Promise<DoorAnswer>
}

/** Opens a door of a test server; it closes with the test. */
export async function openDoor(server: DoorServer, door: Door, token?: string): Promise<DoorClient> {
  return door === 'rest' ? restDoor(server, token) : socketDoor(server, token)
}

function restDoor(server: DoorServer, token: string | undefined): DoorClient {
  return {
    run: async (name, input) => {
      const rest = commands.find((command) => command.name === name)?.rest
      if (!rest) throw new Error(`unable to run ${name} over REST; it has no route`)
      const { path, others } = fillPath(rest.path, input)
      const inQuery = rest.method === 'GET' || rest.method === 'DELETE'
      const query = new URLSearchParams(Object.entries(others).map(([key, value]) => [key, textOf(value)]))
      const { status, headers, body } = await server.call(rest.method, inQuery && query.size > 0 ? `${path}?${query}` : path, {
        ...(token === undefined ? {} : { token }),
        ...(inQuery ? {} : { body: others }),
      })
      if (status >= 400) return { ok: false, error: body as unknown as ErrorBody }
      if (status !== rest.status) throw new Error(`${name} answered ${status} in place of ${rest.status}`)
      return { ok: true, output: body, replay: headers['idempotent-replayed'] === 'true' }
    },
  }
}

/** What of a value an address can say. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed()

function fillPath(path: string, input: Record<string, unknown>): { path: string; others: Record<string, unknown> } {
  const others = { ...input }
  const filled = path.replaceAll(/:(\w+)/g, (_whole, name: string) => {
    delete others[name]
    return encodeURIComponent(textOf(input[name]))
  })
  return { path: filled, others }
}

/** A real socket of a test server, before its token; it ends with the test. */
export async function openSocket(server: DoorServer): Promise<SocketClient> {
  if (!server.app.server.listening) await server.app.listen({ host: '127.0.0.1', port: 0 })
  const address = server.app.server.address()
  if (typeof address !== 'object' || !address) throw new Error('unable to open a socket; the server does not listen')
  const client = await SocketClient.open(`ws://127.0.0.1:${address.port}${socketPath}`)
  onTestFinished(() => client.ws.terminate())
  return client
}

async function socketDoor(server: DoorServer, token: string | undefined): Promise<DoorClient> {
  const client = await openSocket(server)
  if (token !== undefined) await client.authenticate(token)
  return {
    run: async (name, input) => {
      const frame = await client.command(name, input)
      if (frame.t === 'ok') return { ok: true, output: frame.output as Record<string, unknown>, replay: frame.replay ?? false }
      const { t: _t, id: _id, ...error } = frame
      return { ok: false, error }
    },
  }
}
