import { PalaverError } from '@palaver/protocol'
import Fastify, { type FastifyInstance } from 'fastify'
import { createInProcessBus } from '../../src/adapters/in-process/bus.ts'
import { type SocketDoor, type SocketDoorOptions, registerSocketDoor } from '../../src/doors/socket/door.ts'
import type { UserCaller } from '../../src/platform/caller.ts'
import type { Commands } from '../../src/platform/commands.ts'
import type { Bus } from '../../src/platform/event.ts'
import { type FanOut, type FanOutOptions, createFanOut } from '../../src/platform/fan-out/fan-out.ts'
import type { MessageLog } from '../../src/platform/message-log/message-log.ts'

export const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** A message log of a database without conversations. */
export const emptyLog: MessageLog = {
  changes: async () => undefined,
  userChanges: async (_userId, since) => ({ after: since, upTo: since, memberships: [] }),
  userRevision: async () => undefined,
  sync: async () => [],
  missed: async () => undefined,
  heads: async () => [],
  cursors: async () => [],
  ended: async () => [],
  movedMarks: async () => [],
  userRevisions: async () => [],
}

/** A socket door with nothing behind it but what a test gives. */
export interface SocketApp {
  readonly app: FastifyInstance
  readonly url: string
  readonly bus: Bus
  readonly fanOut: FanOut
  readonly door: SocketDoor
  close(): Promise<void>
}

export interface SocketAppOptions {
  readonly log?: MessageLog
  readonly run?: Commands['run']
  readonly fanOut?: Partial<FanOutOptions>
  readonly door?: Partial<SocketDoorOptions>
}

/** A token of {@link startSocketApp}: `<userId>` or `<userId>/<sessionId>`, good for an hour or as long as is said. */
const callerOf = (token: string, expiresAt: number): UserCaller => {
  const [userId = '', sessionId] = token.split('/')
  if (userId === 'bad') throw new PalaverError('unauthenticated', 'unable to accept the token; it is bad')
  return { kind: 'user', userId, role: 'user', expiresAt, address: '127.0.0.1', requestId: 'r', ...(sessionId ? { sessionId } : {}) }
}

/** Starts a Fastify app with the socket door on a free port. */
export const startSocketApp = async (options: SocketAppOptions = {}): Promise<SocketApp> => {
  const app = Fastify()
  const bus = createInProcessBus()
  const fanOut = createFanOut({ bus, log: options.log ?? emptyLog, logger: silent, lineage: 'test-lineage', ...options.fanOut })
  const door = await registerSocketDoor(app, {
    commands: { run: options.run ?? (async (name, input) => ({ status: 200, json: JSON.stringify({ name, input }), replay: false })) },
    authenticate: async (token) => callerOf(token.split('!')[0] ?? '', Date.now() + Number(token.split('!')[1] ?? 3_600_000)),
    admit: async () => {},
    fanOut,
    runtime: { now: () => Date.now(), newId: () => crypto.randomUUID() },
    logger: silent,
    ...options.door,
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    app,
    url: `${address.replace('http', 'ws')}/v1/socket`,
    bus,
    fanOut,
    door,
    async close() {
      await app.close()
      fanOut.close()
    },
  }
}
