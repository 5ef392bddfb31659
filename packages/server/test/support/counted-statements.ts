import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import type pg from 'pg'
import { onTestFinished, vi } from 'vitest'

// The driver that MikroORM brings: its pool is that of plain SQL, too.
const require = createRequire(createRequire(import.meta.url).resolve('@mikro-orm/postgresql'))
const { Client } = require('pg') as typeof pg

/** What a piece of work asked of PostgreSQL. */
export interface Asked {
  /** BEGIN and COMMIT, too. */
  readonly statements: number
  /** How often it had to wait: what is asked at once on a connection takes one. */
  readonly trips: number
}

const counters = new AsyncLocalStorage<{ statements: number; trips: number }>()

/**
 * Counts what goes to PostgreSQL while `work` runs and because of it: every statement of plain SQL and of MikroORM. Timers,
 * queues and other commands do not count. Tests of features behind the plain SQL alone use {@link CountingDatabase}.
 */
export async function askedBy(work: () => Promise<unknown>): Promise<Asked> {
  const send = Client.prototype.query as unknown as (...args: unknown[]) => unknown
  const underWay = new WeakMap<pg.Client, Set<unknown>>()
  const spy = vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const counter = counters.getStore()
    const waiting = underWay.get(this) ?? new Set()
    underWay.set(this, waiting)
    if (counter) counter.statements += 1
    if (counter && waiting.size === 0) counter.trips += 1
    const answer = send.apply(this, args)
    // The pool's own queries call back: each has a connection to itself.
    if (!(answer instanceof Promise)) return answer
    waiting.add(answer)
    const settle = (): void => void waiting.delete(answer)
    answer.then(settle, settle)
    return answer
  })
  onTestFinished(() => spy.mockRestore())
  const counter = { statements: 0, trips: 0 }
  try {
    await counters.run(counter, work)
    return counter
  } finally {
    spy.mockRestore()
  }
}
