import { setTimeout as pause } from 'node:timers/promises'
import type { Bus } from '../../platform/event.ts'
import { firstId } from '../../platform/id-cursor.ts'
import type { SqlDatabase } from '../../platform/sql.ts'
import { conversationsPerRound, indexRound } from './index-rounds.ts'
import { beforeAllParts, dueParts, type Part, summarisePart } from './summaries.ts'

export interface IndexerParts {
  readonly sql: SqlDatabase
  readonly bus: Pick<Bus, 'subscribe' | 'onGap'>
  readonly onError: (error: unknown) => void
  /** How long changes are gathered before they are indexed: 500 ms. */
  readonly gatherMs?: number
  /** How often it looks for what it did not hear of: 300,000 ms. */
  readonly sweepMs?: number
  /** After a round it rests this many times as long as the round took: sends come first, on a database and a processor that they share. 10. */
  readonly restFor?: number
}

const longestRestMs = 2000

/**
 * Keeps the index of words behind the messages by less than two seconds, unless more is said than a tenth of its time is enough for: then it
 * comes after. The bus only tells where to look: what it lost is found by comparing
 * revisions, at the start and every few minutes. Any number of nodes may run one; a conversation is indexed by one of them at a time.
 */
export interface SearchIndexer {
  start(): void
  /** Indexes all that is behind, and summarises what is due. */
  sweep(): Promise<void>
  /** Waits for the round that is under way. */
  stop(): Promise<void>
}

const behind = `
  SELECT c.id FROM conversations c LEFT JOIN indexed_conversations i ON i.conversation_id = c.id
  WHERE c.id > $1 AND coalesce(i.revision, 0) < c.head_revision ORDER BY c.id LIMIT ${conversationsPerRound}`

/** Makes the indexer; it does nothing until it is started or asked. */
export function createSearchIndexer({ sql, bus, onError, gatherMs = 500, sweepMs = 300_000, restFor = 10 }: IndexerParts): SearchIndexer {
  const changed = new Set<string>()
  const ends: (() => void)[] = []
  let timer: NodeJS.Timeout | undefined
  let sweeper: NodeJS.Timeout | undefined
  let work: Promise<void> = Promise.resolve()
  let stopped = false
  const rested = new AbortController()

  /** Does some work, and says how long to rest then. */
  const timed = async <T>(task: () => Promise<T>): Promise<{ readonly done: T; readonly restMs: number }> => {
    const began = performance.now()
    const done = await task()
    return { done, restMs: Math.min(longestRestMs, restFor * (performance.now() - began)) }
  }
  const round = (ids: readonly string[]) => timed(() => indexRound(sql, ids))
  const index = async (ids: readonly string[]): Promise<void> => {
    for (let left = ids; left.length > 0 && !stopped; ) {
      const { done, restMs } = await round(left)
      left = done
      await rest(restMs)
    }
  }
  const sweepMessages = async (): Promise<void> => {
    for (let after: string | undefined = firstId; after !== undefined && !stopped; ) {
      const ids: string[] = (await sql.query<{ id: string }>(behind, [after], 'search.behind')).map(({ id }) => id)
      await index(ids)
      after = ids.at(-1)
    }
  }
  const summariseAll = async (): Promise<void> => {
    for (let after: Part | undefined = beforeAllParts; after !== undefined && !stopped; ) {
      const reached: Part = after
      const parts = await queue(() => dueParts(sql, reached))
      for (const part of parts) {
        if (stopped) return
        // In between, so that new messages need not wait for the end.
        const { restMs } = await queue(() => timed(() => summarisePart(sql, part)))
        await rest(restMs)
      }
      after = parts.at(-1)
    }
  }
  let summarising: Promise<void> | undefined
  const sweep = async (): Promise<void> => {
    await queue(sweepMessages)
    await (summarising ??= summariseAll().finally(() => (summarising = undefined)))
  }
  const rest = (ms: number): Promise<void> => pause(ms, undefined, { signal: rested.signal, ref: false }).catch(() => undefined)
  /** One after the other: a sweep and a round together would only meet each other's locks. */
  const queue = <T>(task: () => Promise<T>): Promise<T> => {
    const done = work.then(task)
    work = done.then(() => undefined, onError)
    return done
  }
  const take = async (): Promise<void> => {
    const ids = [...changed].slice(0, conversationsPerRound)
    for (const id of ids) changed.delete(id)
    const { done: left, restMs } = await round(ids).catch((error: unknown) => {
      // Tried again with the next change.
      for (const id of ids) changed.add(id)
      throw error
    })
    // At the end of the line: a conversation that others write to all the time must not keep the rest waiting.
    for (const id of left) changed.add(id)
    const isMuch = left.length > 0 || changed.size >= conversationsPerRound
    await rest(isMuch ? restMs : Math.max(restMs, gatherMs))
  }
  const takeAll = async (): Promise<void> => {
    try {
      while (changed.size > 0 && !stopped) await queue(take)
    } finally {
      timer = undefined
    }
  }
  /** From the first change on it goes on by itself until nothing is left. */
  const plan = (): void => {
    if (!stopped) timer ??= setTimeout(() => void takeAll().catch(() => undefined), gatherMs).unref()
  }
  const sweepSoon = (): void => void sweep().catch(() => undefined)

  return {
    start() {
      ends.push(
        bus.subscribe((message) => {
          if (message.kind !== 'events') return
          for (const { scope, id } of message.events) if (scope === 'conversation') changed.add(id)
          if (changed.size > 0) plan()
        }),
        bus.onGap(sweepSoon),
      )
      sweeper = setInterval(sweepSoon, sweepMs).unref()
      sweepSoon()
    },
    sweep,
    async stop() {
      stopped = true
      for (const end of ends) end()
      clearInterval(sweeper)
      clearTimeout(timer)
      rested.abort()
      await work
    },
  }
}
