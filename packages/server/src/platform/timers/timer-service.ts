import { AsyncLocalStorage } from 'node:async_hooks'
import type { Jobs } from '../jobs.ts'
import { type Metrics, noMetrics } from '../metrics.ts'
import type { SqlDatabase } from '../sql.ts'
import { cancelTimer, type Handover, setTimer, TimerRows } from './timer-rows.ts'
import { TimerRunner } from './timer-runner.ts'
import type { TimerHandler, Timers } from './timers.ts'

/** What {@link createTimers} needs. */
export interface TimerParts {
  readonly sql: SqlDatabase
  /** Runs what is due. Made for the timers as for everything else: started after them. */
  readonly jobs: Jobs
  /** Told of each failed try, with its kind, and of looks for due timers that failed. */
  readonly onError: (error: unknown, kind?: string) => void
  readonly metrics?: Metrics
  readonly now?: () => number
  /** How often it looks: 1,000 ms. */
  readonly everyMs?: number
  /** How long a handover or a worker may stay silent: 60,000 ms. */
  readonly leaseMs?: number
  /** Tries until a timer is laid aside: 12, within about an hour. */
  readonly tries?: number
  /** Before the second try: 2,000 ms, doubled each time with jitter. */
  readonly retryDelayMs?: number
}

/** Timers, and the look for those that are due. Any number of nodes may look; each timer goes to one of them. */
export interface TimerService extends Timers {
  /** Begins to look for due timers. */
  start(): void
  /** Waits for the look that is under way. */
  stop(): Promise<void>
}

const handedAtOnce = 200
const queueIsAwayMs = 5000

/** The queue that runs timers of a kind. */
export const timerQueue = (kind: string): string => `timer.${kind}`

/** Makes the timers. Handlers are bound before `start`, and the job queue is started in between. */
export function createTimers({ sql, jobs, onError, metrics = noMetrics, now = Date.now, everyMs = 1000, leaseMs = 60_000, tries = 12, retryDelayMs = 2000 }: TimerParts): TimerService {
  const rows = new TimerRows(sql, leaseMs)
  const runner = new TimerRunner({ sql, rows, metrics, onError, now, tries, retryDelayMs, renewMs: leaseMs / 3 })
  const kinds: string[] = []
  // A look that begins inside of somebody's transaction must not count as a part of it.
  const outside = AsyncLocalStorage.snapshot()
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> | undefined
  let state: 'idle' | 'running' | 'stopped' = 'idle'
  let isWoken = false

  const enqueue = async (handovers: readonly Handover[]): Promise<void> => {
    for (const [index, handover] of handovers.entries()) {
      const { id, kind, attempt, handovers: times } = handover
      // One after the other: queues work off in the order of arrival.
      await jobs.enqueue(timerQueue(kind), handover, { id: `${id}.${attempt}.${times}` }).catch(async (error: unknown) => {
        await rows.giveBack(handovers.slice(index), queueIsAwayMs)
        throw error
      })
    }
  }
  const look = async (): Promise<void> => {
    try {
      for (let handed = handedAtOnce; state === 'running' && handed === handedAtOnce; ) {
        const handovers = await rows.handOver(kinds, handedAtOnce)
        await enqueue(handovers)
        handed = handovers.length
      }
    } catch (error) {
      onError(error)
    }
  }
  const next = (afterMs: number): void => {
    clearTimeout(timer)
    timer = setTimeout(begin, afterMs).unref()
  }
  const begin = (): void => {
    isWoken = false
    round = look().finally(() => {
      round = undefined
      if (state === 'running') next(isWoken ? 0 : everyMs)
    })
  }

  return {
    set: (tx, kind, given) => setTimer(tx, kind, given),
    cancel: (tx, kind, key) => cancelTimer(tx, kind, key),
    handle<Data extends object>(kind: string, handler: TimerHandler<Data>) {
      kinds.push(kind)
      // Only timers of this kind carry the data, so its type is the handler's.
      jobs.handle<Handover>(timerQueue(kind), (handover) => runner.run(kind, (data, run) => handler(data as Data, run), handover))
    },
    wake() {
      isWoken = true
      if (state === 'running' && !round) outside(() => next(0))
    },
    start() {
      state = 'running'
      if (kinds.length > 0) outside(() => next(0))
    },
    async stop() {
      state = 'stopped'
      clearTimeout(timer)
      await round
    },
  }
}
