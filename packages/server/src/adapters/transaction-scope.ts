import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Refuses, inside a transaction, SQL that does not go through it: on one connection (PGlite, a pool that ran out) it would wait for
 * the transaction that waits for it. Both databases refuse it, so that what passes on one passes on the other.
 */
export class TransactionScope {
  readonly #scopes = new AsyncLocalStorage<{ open: boolean }>()

  /** @throws {Error} when called from within the `work` of a transaction that is still running. */
  refuseInside(): void {
    if (this.#scopes.getStore()?.open) {
      throw new Error('unable to query outside of the running transaction; use its own tx, or wait until it has ended')
    }
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const scope = { open: true }
    try {
      return await this.#scopes.run(scope, work)
    } finally {
      // Whatever was started inside and outlives the transaction is free again.
      scope.open = false
    }
  }
}
