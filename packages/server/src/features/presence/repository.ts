import type { CommandInput, Presence } from '@palaver/protocol'
import { largeAbove } from '@palaver/core'
import type { Sql } from '../../platform/sql.ts'

/** What is stored of a person's presence. */
export interface StoredPresence {
  readonly id: string
  readonly presence_status: 'auto' | 'away' | 'busy' | 'invisible'
  readonly status_text: string | null
  readonly status_text_expires_at: Date | null
  readonly last_seen_at: Date | null
}

/** Someone whom a watcher asked for. */
export interface WatchedRow extends StoredPresence {
  readonly profile_version: number
  /** The watcher and this person are members of the same conversation, and it is not large: in those nobody is shown who is there. */
  readonly shared: boolean
}

/** The end of the year 9999: a time of the contract may lie beyond what dates can say. */
const latest = 253_402_300_799_999

const columns = 'u.id, u.presence_status, u.status_text, u.status_text_expires_at, u.last_seen_at'

const find = `SELECT ${columns} FROM users u WHERE u.id = ANY($1::uuid[])`

const findWatched = `SELECT ${columns}, u.profile_version, EXISTS (
    SELECT 1 FROM members mine JOIN members theirs ON theirs.conversation_id = mine.conversation_id
      JOIN conversations c ON c.id = mine.conversation_id AND c.member_count <= ${largeAbove}
    WHERE mine.user_id = $1 AND mine.state = 'active' AND theirs.user_id = u.id AND theirs.state = 'active') AS shared
  FROM users u WHERE u.id = ANY($2::uuid[]) AND u.state = 'active'`

const update = `UPDATE users u SET presence_status = coalesce($2, presence_status),
    status_text = CASE WHEN $3 THEN $4 ELSE status_text END,
    status_text_expires_at = CASE WHEN $3 OR $5::timestamptz IS NOT NULL THEN $5::timestamptz ELSE status_text_expires_at END
  WHERE u.id = $1 RETURNING ${columns}`

// Who appears offline all the time must not be betrayed by the time when they really went.
const touch = `UPDATE users u SET last_seen_at = $2 WHERE u.id = ANY($1::uuid[]) AND u.presence_status <> 'invisible'`

/** Presence in the database: what people chose, and when they were last here. */
export class PresenceRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  find(userIds: readonly string[]): Promise<StoredPresence[]> {
    return this.#sql.query<StoredPresence>(find, [userIds], 'presence-find')
  }

  findWatched(watcherId: string, userIds: readonly string[]): Promise<WatchedRow[]> {
    return this.#sql.query<WatchedRow>(findWatched, [watcherId, userIds], 'presence-watched')
  }

  async update(userId: string, { status, text, textExpiresAt }: CommandInput<'presence.set'>): Promise<StoredPresence | undefined> {
    const expires = textExpiresAt === undefined ? null : new Date(Math.min(textExpiresAt, latest))
    const [row] = await this.#sql.query<StoredPresence>(update, [userId, status ?? null, text !== undefined, text || null, expires], 'presence-update')
    return row
  }

  async touch(userIds: readonly string[], at: Date): Promise<void> {
    await this.#sql.query(touch, [userIds, at], 'presence-touch')
  }
}

/** What others see. Invisible people are offline, a text that ran out is gone. */
export const toPresence = (stored: StoredPresence, online: boolean, now: number): Presence => {
  const status = !online || stored.presence_status === 'invisible' ? 'offline' : stored.presence_status === 'auto' ? 'online' : stored.presence_status
  const expired = stored.status_text_expires_at !== null && stored.status_text_expires_at.getTime() <= now
  return {
    userId: stored.id,
    status,
    ...(stored.status_text === null || expired ? {} : { text: stored.status_text }),
    ...(status === 'offline' && stored.last_seen_at && stored.presence_status !== 'invisible' ? { lastSeenAt: stored.last_seen_at.getTime() } : {}),
  }
}
