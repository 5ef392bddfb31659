import { AsyncLocalStorage } from 'node:async_hooks'
import { vi } from 'vitest'
import type { Sql } from '../../src/platform/sql.ts'

const counters = new AsyncLocalStorage<{ queries: number }>()

/**
 * Counts the plain SQL that a piece of work asks of the database of a running server: what timers, jobs and the relay ask meanwhile does not count.
 * Those of MikroORM do not either; {@link askedBy} counts them all, on PostgreSQL.
 */
export async function queriesOf<T>(database: Pick<Sql, 'query'>, work: () => Promise<T>): Promise<{ readonly answer: T; readonly queries: number }> {
  const ask = database.query.bind(database) as (...args: unknown[]) => Promise<never>
  const spy = vi.spyOn(database, 'query').mockImplementation((...args: unknown[]) => {
    const counter = counters.getStore()
    if (counter) counter.queries += 1
    return ask(...args)
  })
  const counter = { queries: 0 }
  try {
    return { answer: await counters.run(counter, work), queries: counter.queries }
  } finally {
    spy.mockRestore()
  }
}
