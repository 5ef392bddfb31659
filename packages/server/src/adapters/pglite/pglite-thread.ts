import { Worker } from 'node:worker_threads'
import type { QueryOptions } from '@electric-sql/pglite'
import { CommitUnknownError } from '../../platform/sql.ts'
import { owned } from './owned-bytes.ts'
import { fromPlainError, type PlainResult, type ThreadReply, type ThreadRequest, type ThreadStart } from './thread-protocol.ts'

/** The SQL of one transaction on the thread. */
export interface ThreadTransaction {
  query(text: string, params?: readonly unknown[], options?: QueryOptions): Promise<PlainResult>
  exec(text: string): Promise<PlainResult[]>
}

type Ask = ThreadRequest extends infer Request ? (Request extends { id: number } ? Omit<Request, 'id'> : never) : never

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
  readonly commits: boolean
}

/**
 * PGlite in a thread of its own, with the part of its interface that MikroORM and we use. Calls outside of a transaction wait for the
 * transactions that came before them, in order of arrival.
 */
export class PgliteThread implements ThreadTransaction {
  readonly waitReady: Promise<void>
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Map<string, Set<(payload: string) => void>>()
  #lastId = 0
  #ready = false
  #ended: Error | undefined
  #closing = false
  #onLost: ((error: Error) => void) | undefined

  constructor(start: ThreadStart) {
    // Beside the bundle, its entry has another name than the source; tsup.config.ts makes it.
    const file = import.meta.url.endsWith('.ts') ? './thread-main.ts' : './pglite-thread.js'
    this.#worker = new Worker(new URL(file, import.meta.url), { workerData: start, name: 'pglite' })
    this.#worker.on('message', (reply: ThreadReply) => this.#onReply(reply))
    this.#worker.on('error', (error) => this.#onEnd(error instanceof Error ? error : new Error(String(error))))
    this.#worker.on('exit', () => this.#onEnd(new Error('unable to use the embedded database; its thread has ended')))
    this.waitReady = new Promise((resolve, reject) => {
      this.#waiting.set(0, { commits: false, reject, resolve: () => {
        this.#ready = true
        resolve()
      } })
    })
  }

  get ready(): boolean {
    return this.#ready && !this.#ended
  }

  get closed(): boolean {
    return this.#ended !== undefined
  }

  async query(text: string, params: readonly unknown[] = [], options?: QueryOptions): Promise<PlainResult> {
    return await this.#ask<PlainResult>({ kind: 'query', text, params: params.map(owned), ...(options && { options }) })
  }

  async exec(text: string): Promise<PlainResult[]> {
    return await this.#ask<PlainResult[]>({ kind: 'exec', text })
  }

  /** Commits when `work` resolves, rolls back when it throws. */
  async transaction<T>(work: (tx: ThreadTransaction) => Promise<T>): Promise<T> {
    const transaction = ++this.#lastId
    const tx: ThreadTransaction = {
      query: (text, params = [], options) => this.#ask<PlainResult>({ kind: 'query', transaction, text, params: params.map(owned), ...(options && { options }) }),
      exec: (text) => this.#ask<PlainResult[]>({ kind: 'exec', transaction, text }),
    }
    const begun = this.#ask({ kind: 'begin', transaction })
    // Where it fails, so does all that is asked of the transaction.
    begun.catch(() => {})
    let result: T
    try {
      result = await work(tx)
      await begun
    } catch (error) {
      await this.#ask({ kind: 'end', transaction, commit: false }).catch(() => {})
      throw error
    }
    await this.#ask({ kind: 'end', transaction, commit: true })
    return result
  }

  /** Calls `handler` at each NOTIFY of the channel; returns the end of it. */
  async listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>> {
    const known = this.#listeners.get(channel)
    const handlers = known ?? new Set()
    handlers.add(handler)
    this.#listeners.set(channel, handlers)
    if (!known) await this.#ask({ kind: 'listen', channel })
    return async () => { handlers.delete(handler) }
  }

  /** The whole data folder as a tar. */
  async dumpDataDir(): Promise<Blob> {
    return await this.#ask<Blob>({ kind: 'dump' })
  }

  /** Calls `handler` once if the thread ends before it is closed. */
  onLost(handler: (error: Error) => void): void {
    this.#onLost = handler
  }

  /** Closes the database tidily, then ends the thread. */
  async close(): Promise<void> {
    if (this.#ended) return
    this.#closing = true
    await this.#ask({ kind: 'close' })
    await this.kill()
  }

  /** Ends the thread as a crash does; what was not committed is lost. */
  async kill(): Promise<void> {
    await this.#worker.terminate()
  }

  #ask<Result>(request: Ask): Promise<Result> {
    if (this.#ended) return Promise.reject(this.#ended)
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    // An idle database must not keep the process alive.
    if (this.#waiting.size === 0) this.#worker.ref()
    this.#waiting.set(id, { resolve, reject, commits: request.kind === 'end' && request.commit })
    this.#worker.postMessage({ id, ...request })
    return promise as Promise<Result>
  }

  #onReply(reply: ThreadReply): void {
    if (reply.kind === 'notified') {
      for (const handler of this.#listeners.get(reply.channel) ?? []) handler(reply.payload)
      return
    }
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (this.#waiting.size === 0) this.#worker.unref()
    if (reply.kind === 'done') waiting?.resolve(reply.result)
    else waiting?.reject(fromPlainError(reply.error))
  }

  #onEnd(error: Error): void {
    if (!this.#ended && !this.#closing) this.#onLost?.(error)
    this.#ended ??= error
    for (const { reject, commits } of this.#waiting.values()) reject(commits ? new CommitUnknownError(error) : error)
    this.#waiting.clear()
  }
}
