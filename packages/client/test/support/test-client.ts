import { type ClientStorage, conversations, createChatClient, createStorage, type Platform, type StorageAdapter } from '../../src/index.ts'
import { createMemoryStorage } from './memory-storage.ts'
import { createRandom, type FakeClock } from './fake-clock.ts'
import type { ModelServer } from './model-server.ts'

/** A network that the test switches off and on. */
export const createFakeNetwork = () => {
  const listeners = new Set<(online: boolean) => void>()
  let online = true
  return {
    isOnline: () => online,
    onNetwork: (listener: (online: boolean) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    set: (next: boolean) => {
      online = next
      for (const listener of listeners) listener(next)
    },
  }
}

/** The platform of a test: its clock, its randomness, its server. */
export const createFakePlatform = (server: ModelServer, clock: FakeClock, seed = 1): Platform & { network: ReturnType<typeof createFakeNetwork> } => {
  const random = createRandom(seed)
  const network = createFakeNetwork()
  return {
    ...server.transport(),
    now: clock.now,
    delay: clock.delay,
    random,
    randomBytes: (length) => Uint8Array.from({ length }, () => Math.floor(random() * 256)),
    isOnline: network.isOnline,
    onNetwork: network.onNetwork,
    locks: undefined,
    openChannel: () => undefined,
    network,
  }
}

/** A client of the model server on the fake platform. */
export const createTestClient = (options: {
  readonly server: ModelServer
  readonly clock: FakeClock
  readonly userId: string
  readonly storage?: StorageAdapter | ClientStorage
  readonly seed?: number
  readonly platform?: Partial<Platform>
}) => {
  const { server, clock, userId } = options
  const platform = { ...createFakePlatform(server, clock, options.seed), ...options.platform }
  let count = 0
  const token = async ({ refresh }: { refresh: boolean }) => {
    if (refresh) count += 1
    const given = `${userId} ${count}`
    server.tokens.add(given)
    return given
  }
  const storage = options.storage ?? createMemoryStorage()
  const chat = createChatClient({ url: 'http://model.test', token, userId, storage: 'load' in storage ? createStorage(async () => storage) : storage, platform })
  // A messenger shows its list.
  conversations(chat)
  return { chat, storage, network: platform.network }
}

/** Users of tests. */
export const [alice, bob, carol] = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`) as [string, string, string]
