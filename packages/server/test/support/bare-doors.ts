import { PalaverError } from '@palaver/protocol'
import { commands } from '@palaver/protocol/definitions'
import fastify from 'fastify'
import { afterAll, beforeAll } from 'vitest'
import { createInProcessBus } from '../../src/adapters/in-process/bus.ts'
import { createInProcessLimiter } from '../../src/adapters/limits/in-process-limiter.ts'
import { restDoor } from '../../src/doors/rest/index.ts'
import { registerSocketDoor } from '../../src/doors/socket/door.ts'
import type { Authenticate } from '../../src/platform/authenticate.ts'
import { CommandRegistry } from '../../src/platform/command-registry.ts'
import { createFanOut } from '../../src/platform/fan-out/fan-out.ts'
import { defaultLimits, type Limits } from '../../src/platform/limits.ts'
import type { DoorServer } from './doors.ts'
import { holdRuntime } from './held-runtime.ts'
import { emptyLog, silent } from './socket-app.ts'
import { callOf, roomyLimits } from './test-server.ts'

/** Both doors and the registry as they are, with one handler of the test behind every command. */
export interface BareDoors extends DoorServer {
  /** What the handler does; given the input as the registry let it through. */
  handle: (name: string, input: unknown) => unknown
}

/** A token of {@link shareBareDoors} that is an app key; every other one is the id of a user, `bad` is none, and `suspended` is of somebody who is. */
export const bareAppKey = 'app'

const authenticate: Authenticate = async (token, origin) => {
  if (token === 'bad') throw new PalaverError('unauthenticated', 'unable to authenticate; the token is not valid')
  if (token === 'suspended') throw new PalaverError('account_suspended', 'unable to authenticate; the account is suspended')
  if (token === bareAppKey) return { kind: 'app', ...origin }
  return { kind: 'user', userId: token, role: 'user', expiresAt: Number.MAX_SAFE_INTEGER, ...origin }
}

/** Doors for all tests of a file. The clock of their limits stands still. */
export function shareBareDoors(limits: Limits = roomyLimits): () => BareDoors {
  const app = fastify()
  const bus = createInProcessBus()
  const fanOut = createFanOut({ bus, log: emptyLog, logger: silent, lineage: 'bare' })
  const runtime = holdRuntime()
  const limiter = createInProcessLimiter(limits, runtime)
  const registry = new CommandRegistry({ limiter, runtime, log: silent })
  const doors: BareDoors = { app, call: callOf(app), handle: () => ({}) }
  for (const { name, access } of commands) {
    const handler = async (input: unknown): Promise<never> => doors.handle(name, input) as never
    if (access === 'user') registry.bindUser(name, handler)
    else registry.bind(name, handler)
  }
  const admit = async (): Promise<void> => {}
  beforeAll(async () => {
    await registerSocketDoor(app, { admit, commands: registry, authenticate, fanOut, runtime, logger: silent })
    await app.register(restDoor, { prefix: '/v1', commands: registry, authenticate, limiter, admit, allowedOrigins: [] })
  })
  afterAll(async () => {
    await app.close()
    fanOut.close()
  })
  return () => doors
}

/** One at once and one a minute. */
export const tightLimits = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, { perMinute: 1, burst: 1 }])) as unknown as Limits
