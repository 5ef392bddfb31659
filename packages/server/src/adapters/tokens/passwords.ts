import { hash, type Options, verify } from '@node-rs/argon2'
import { PalaverError } from '@palaver/protocol'
import type { Passwords } from '../../platform/passwords.ts'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const parameters: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export interface PasswordOptions {
  /** Hashes computed at once; each takes 19 MiB and a thread of libuv's pool, which files and DNS need too. */
  readonly concurrency?: number
  /** Hashes waiting at most; more are refused as `overloaded`. */
  readonly queue?: number
  /** Only for tests that make many accounts. */
  readonly parameters?: Options
}

/** Passwords as argon2id hashes. */
export async function createPasswords(options: PasswordOptions = {}): Promise<Passwords> {
  const gate = createGate(options.concurrency ?? 2, options.queue ?? 64)
  const chosen = { ...parameters, ...options.parameters }
  // Unknown accounts are checked against this one, so that they take as long as known ones.
  const nobody = await hash('nobody has this password', chosen)
  return {
    hash: (password) => gate(() => hash(password, chosen)),
    verify: (stored, password) =>
      gate(async () => {
        const right = await verify(stored ?? nobody, password)
        return stored !== undefined && right
      }),
  }
}

function createGate(concurrency: number, queue: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= concurrency) {
      if (waiting.length >= queue) {
        throw new PalaverError('overloaded', 'unable to check a password; too many are being checked', { retryAfterMs: 2000 })
      }
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running += 1
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // A waiting one takes over the place, so the count stays.
      if (next) next()
      else running -= 1
    }
  }
}
