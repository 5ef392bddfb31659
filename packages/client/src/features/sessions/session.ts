import { type CommandInput, type CommandOutput, PalaverError } from '@palaver/protocol'
import { createBatch } from '../../batch.ts'
import { runByRest } from '../../commands/rest.ts'
import { baseUrl } from '../../commands/runner.ts'
import type { SessionEnd } from '../../connection/status.ts'
import { createPlatform, type Platform } from '../../platform.ts'
import { computedStore, keep, type Store } from '../../store.ts'

/** Whether somebody is signed in on this device, and who. */
export interface SessionState {
  readonly status: 'signed-out' | 'signed-in'
  readonly userId?: string
  /** Signed out because the server took the session no more, and why. Nobody signed out here. */
  readonly ended?: SessionEnd
}

/** Where the session is kept: the methods of `localStorage`. */
export type SessionStorage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

/** What {@link createSession} takes. */
export interface SessionOptions {
  /** Address of the server, as for the client. */
  readonly url: string
  /** `localStorage` where there is one, memory otherwise. */
  readonly storage?: SessionStorage
  readonly platform?: Partial<Platform>
}

/** A signed-in person: tokens kept, rotated, refreshed in single flight, shared by all tabs. */
export interface Session extends Store<SessionState> {
  /** Asks for an account; a code is sent to the address. Rejects with the server's error. */
  register(input: CommandInput<'account.register'>): Promise<CommandOutput<'account.register'>>
  /** Finishes a registration and signs in. Rejects with `code_invalid` or `handle_taken`. */
  verify(input: CommandInput<'account.verify'>): Promise<SessionState>
  /** Signs in. Rejects with `invalid_credentials`, or `account_suspended` when the password was right. */
  logIn(input: CommandInput<'session.create'>): Promise<SessionState>
  /** Signs out here and in the other tabs; the server is told when it can be reached. Never rejects. */
  logOut(): Promise<void>
  /**
   * Signs out here and in the other tabs because the server has ended the session; the state says `ended`. For the client's
   * `auth_required`, whose reason it takes; `session_ended` unless given. Nothing changes when nobody is signed in.
   */
  forget(reason?: SessionEnd): void
  /** An access token that is good for at least another minute, or null when nobody is signed in. Rejects when the server cannot be reached. */
  token(options?: { readonly refresh?: boolean }): Promise<string | null>
  /** Ends the listening to other tabs. */
  close(): void
}

type Tokens = CommandOutput<'session.create'>
type StoredSession = Tokens & { readonly receivedAt: number }

const minLeftMs = 60_000
/** Whatever the clocks say, a token that has just come is good. */
const freshMs = 30_000

const memory = (): SessionStorage => {
  const items = new Map<string, string>()
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  }
}

const defaultStorage = (): SessionStorage => {
  try {
    return typeof localStorage === 'undefined' || typeof window === 'undefined' ? memory() : localStorage
  } catch {
    // Forbidden by the person's settings.
    return memory()
  }
}

/** Restores the session that the storage holds. */
export const createSession = (options: SessionOptions): Session => {
  const platform = createPlatform(options.platform)
  const door = { platform, url: baseUrl(options.url) }
  const name = `palaver:${door.url}:session`
  const storage = options.storage ?? defaultStorage()
  const channel = platform.openChannel(name)
  const batch = createBatch(platform, () => undefined)
  let lastGiven: string | undefined
  let ended: SessionEnd | undefined
  const flights = new Map<boolean, Promise<string | null>>()

  const read = (): StoredSession | undefined => {
    try {
      return (JSON.parse(storage.getItem(name) ?? 'null') as StoredSession | null) ?? undefined
    } catch {
      return undefined
    }
  }
  const store = computedStore<SessionState>(batch, (previous) => {
    const stored = read()
    if (stored) return keep(previous, { status: 'signed-in', userId: stored.userId })
    return keep(previous, ended ? { status: 'signed-out', ended } : { status: 'signed-out' })
  })
  const changed = () => {
    store.invalidate()
    batch.flush()
  }
  if (channel) {
    channel.onmessage = ({ data }) => {
      ended = (data as { readonly ended?: SessionEnd }).ended
      changed()
    }
  }
  const write = (tokens: Tokens | undefined, reason?: SessionEnd): SessionState => {
    ended = reason
    if (tokens) storage.setItem(name, JSON.stringify({ ...tokens, receivedAt: platform.now() } satisfies StoredSession))
    else storage.removeItem(name)
    changed()
    channel?.postMessage({ ended })
    return store.getSnapshot()
  }

  const isGood = (stored: StoredSession, refresh: boolean): boolean => {
    // Another tab may have refreshed it since.
    if (refresh) return lastGiven !== undefined && stored.accessToken !== lastGiven
    const now = platform.now()
    return stored.accessTokenExpiresAt - now > minLeftMs || Math.abs(now - stored.receivedAt) < freshMs
  }
  const give = (stored: { readonly accessToken: string }): string => {
    lastGiven = stored.accessToken
    return stored.accessToken
  }
  /** Under a lock that all tabs share: a refresh token is good for one use. */
  const exchange = async (refresh: boolean): Promise<string | null> => {
    const stored = read()
    if (!stored) return null
    if (isGood(stored, refresh)) return give(stored)
    try {
      const tokens = await runByRest(door, { name: 'session.refresh', input: { refreshToken: stored.refreshToken } })
      // Signed out meanwhile: what came is not wanted any more.
      if (read()?.refreshToken !== stored.refreshToken) return null
      write(tokens)
      return give(tokens)
    } catch (cause) {
      const code = cause instanceof PalaverError && cause.code
      if (code !== 'refresh_token_invalid' && code !== 'account_suspended') throw cause
      if (read()?.refreshToken === stored.refreshToken) write(undefined, code === 'account_suspended' ? code : 'session_ended')
      return null
    }
  }
  const locked = async (refresh: boolean): Promise<string | null> => {
    const stored = read()
    if (!stored) return null
    if (isGood(stored, refresh)) return give(stored)
    return platform.locks ? platform.locks.request(name, () => exchange(refresh)) : exchange(refresh)
  }

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    register: (input) => runByRest(door, { name: 'account.register', input }),
    verify: async (input) => write(await runByRest(door, { name: 'account.verify', input })),
    logIn: async (input) => write(await runByRest(door, { name: 'session.create', input })),
    logOut: async () => {
      const stored = read()
      write(undefined)
      // Offline the server hears nothing; the refresh token, gone from here, runs out by itself.
      if (stored) await runByRest(door, { name: 'session.end', input: {} }, stored.accessToken).catch(() => undefined)
    },
    forget: (reason = 'session_ended') => {
      if (read()) write(undefined, reason)
    },
    token: ({ refresh = false } = {}) => {
      const running = flights.get(refresh)
      if (running) return running
      const flight = locked(refresh).finally(() => flights.delete(refresh))
      flights.set(refresh, flight)
      return flight
    },
    close: () => channel?.close(),
  }
}
