import type { Bus } from '../../platform/event.ts'
import { gather } from '../../platform/gather.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Standing } from '../people/port.ts'
import { readStandings, type StandingKey } from './read-standings.ts'

/** Whether a session and its user are still welcome; asked with each request. */
export interface StandingCache {
  /** Undefined when the session was revoked or ran out, or the user does not exist; not active when the user is suspended. */
  find(userId: string, sessionId: string | undefined): Promise<Standing | undefined>
  close(): void
}

export interface StandingCacheParts {
  readonly sql: Sql
  readonly bus: Pick<Bus, 'subscribe' | 'onGap'>
  readonly runtime: Pick<Runtime, 'now'>
  /** The bus tells at once; a message that got lost is made good by the next look, at most this much later. */
  readonly freshMs: number
}

const capacity = 50_000

interface Entry {
  readonly standing: Promise<Standing | undefined>
  readonly at: number
}

/** Keeps answers of the database for a short time; what the bus says of sessions and people drops them at once. */
export function createStandingCache(parts: StandingCacheParts): StandingCache {
  const entries = new Map<string, Entry>()

  const load = gather((keys: readonly StandingKey[]) => readStandings(parts.sql, keys, new Date(parts.runtime.now())))

  const endGaps = parts.bus.onGap(() => entries.clear())
  const end = parts.bus.subscribe((message) => {
    if (message.kind === 'revoked') entries.delete(`${message.userId}:${message.sessionId}`)
    if (message.kind !== 'suspended' && message.kind !== 'reinstated') return
    for (const key of entries.keys()) if (key.startsWith(`${message.userId}:`)) entries.delete(key)
  })

  return {
    find(userId, sessionId) {
      const key = `${userId}:${sessionId ?? ''}`
      const now = parts.runtime.now()
      const known = entries.get(key)
      if (known && now - known.at < parts.freshMs) return known.standing
      const standing = load({ userId, sessionId })
      entries.delete(key)
      entries.set(key, { standing, at: now })
      if (entries.size > capacity) entries.delete(entries.keys().next().value as string)
      // A failure of the database is not an answer to keep.
      standing.catch(() => entries.delete(key))
      return standing
    },
    close() {
      end()
      endGaps()
    },
  }
}
