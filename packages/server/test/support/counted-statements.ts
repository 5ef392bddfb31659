import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import type pg from 'pg'
import { onTestFinished, vi } from 'vitest'

// The driver that MikroORM brings: its pool is that of plain SQL, too.
const require = createRequire(createRequire(import.meta.url).resolve('@mikro-orm/postgresql'))
const { Client } = require('pg') as typeof pg

const counters = new AsyncLocalStorage<{ trips: number }>()

/**
 * Counts what goes to PostgreSQL while `work` runs and because of it: every statement of plain SQL and of MikroORM, BEGIN and COMMIT too. Timers,
 * queues and other commands do not count. Tests of features behind the plain SQL alone use {@link CountingDatabase}.
 */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const send = Client.prototype.query as unknown as (...args: unknown[]) => unknown
  const spy = vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const counter = counters.getStore()
    if (counter) counter.trips += 1
    return send.apply(this, args)
  })
  onTestFinished(() => spy.mockRestore())
  const counter = { trips: 0 }
  try {
    await counters.run(counter, work)
    return counter.trips
  } finally {
    spy.mockRestore()
  }
}
