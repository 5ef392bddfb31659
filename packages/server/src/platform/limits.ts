import type { LimitName } from '@palaver/protocol'
import type { Caller } from './caller.ts'

/** A token bucket: `perMinute` refills, `burst` may be taken at once. */
export interface Limit {
  readonly perMinute: number
  readonly burst: number
}

/** Limits of commands, and two of the server's own: `app` (all commands of an app key) and `address` (any request and handshake of an address). */
export type LimitKey = LimitName | 'app' | 'address'
/** The numbers of every limit. */
export type Limits = Readonly<Record<LimitKey, Limit>>

/** For each user (for public commands: each address) and minute. */
export const defaultLimits: Limits = {
  signIn: { perMinute: 30, burst: 30 },
  session: { perMinute: 60, burst: 60 },
  listConversations: { perMinute: 30, burst: 30 },
  create: { perMinute: 20, burst: 20 },
  readMessages: { perMinute: 60, burst: 60 },
  send: { perMinute: 60, burst: 20 },
  marks: { perMinute: 60, burst: 30 },
  typing: { perMinute: 60, burst: 20 },
  ephemeral: { perMinute: 600, burst: 60 },
  stream: { perMinute: 1800, burst: 120 },
  read: { perMinute: 240, burst: 120 },
  write: { perMinute: 60, burst: 30 },
  app: { perMinute: 6000, burst: 1000 },
  address: { perMinute: 3000, burst: 3000 },
}

/** What is left of a limit. */
export interface LimitState {
  readonly limit: number
  readonly remaining: number
  /** Until the bucket is full again. */
  readonly resetMs: number
  /** Set when nothing is left: until one more is allowed. */
  readonly retryAfterMs?: number
}

/** What a door may count: the limits of commands, and every request of an address. */
export type CountedLimit = LimitName | 'address'

/** Counts commands and requests. In the process when embedded, in Redis when scaled. */
export interface Limiter {
  /** Takes one; `retryAfterMs` in the answer means that it was refused. */
  take(name: CountedLimit, caller: Caller): LimitState | Promise<LimitState>
  /** What is left, without taking. */
  peek(name: CountedLimit, caller: Caller): LimitState | Promise<LimitState>
}

/** Counts attempts at secrets, so that whoever guesses has to wait longer each time. */
export interface GuessLimiter {
  /**
   * Counts an attempt before it is judged: of a hundred at the same moment only as many pass as are free.
   * @throws {PalaverError} `rate_limited` while one of the keys has to wait, whether the attempt is right or not.
   */
  attempt(keys: readonly GuessKey[]): void | Promise<void>
  /** The attempt was right: the account starts anew, the address gets this one back. */
  accepted(keys: readonly GuessKey[]): void | Promise<void>
}

/** Whose attempts count. `value` of an account is in its compared form. */
export interface GuessKey {
  readonly kind: 'account' | 'address'
  readonly value: string
}
