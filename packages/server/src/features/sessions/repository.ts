import type { EntityManager } from '@mikro-orm/core'
import type { AppRole } from '@palaver/core'
import type { Database } from '../../platform/database.ts'
import type { PasswordChange } from './port.ts'
import { type Credentials, CredentialsEntity, type Session, SessionEntity } from './entities.ts'

/** A session with who it belongs to. */
export interface SessionState {
  readonly userId: string
  readonly role: AppRole
  readonly active: boolean
  readonly secret: Uint8Array
  readonly generation: number
  readonly rotatedAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | null
}

/** A session that begins. */
export type NewSession = Pick<Session, 'id' | 'userId' | 'device' | 'secret' | 'generation' | 'createdAt' | 'expiresAt'>

/** What the list shows of a session. */
export interface ListedSession extends Pick<Session, 'id' | 'createdAt' | 'rotatedAt'> {
  readonly device: string | null
}

/** Whose sessions, and the one that is meant. */
export interface AskedSessions {
  readonly userId: string
  readonly sessionId?: string | undefined
  readonly now: Date
}

/** Who an email address belongs to, and how they prove it. */
export interface SignInRow {
  readonly userId: string
  readonly role: AppRole
  readonly active: boolean
  readonly passwordHash: string
}

/** The lock of the proof makes a change of the password wait for this sign-in, or this sign-in see it. */
const start = `
  WITH proof AS (
    SELECT user_id FROM credentials WHERE user_id = $2 AND password_hash = $9 FOR SHARE
  ), started AS (
    INSERT INTO sessions (id, user_id, device, secret, generation, rotated_at, created_at, expires_at)
    SELECT $1::uuid, $2::uuid, $3::text, $4::bytea, $5::integer, $6::timestamptz, $6::timestamptz, $7::timestamptz
    WHERE $9::text IS NULL OR EXISTS (SELECT FROM proof)
    RETURNING id
  ), ended AS (
    UPDATE sessions SET revoked_at = $6 WHERE EXISTS (SELECT FROM started) AND id IN (
      -- Two sign-ins at once would otherwise wait for each other's rows.
      SELECT o.id FROM sessions o WHERE o.id IN (
        SELECT l.id FROM sessions l WHERE l.user_id = $2 AND l.revoked_at IS NULL ORDER BY l.rotated_at DESC, l.id DESC OFFSET $8
      ) FOR UPDATE SKIP LOCKED
    ) RETURNING id
  )
  SELECT id FROM started UNION ALL SELECT id FROM ended`

const revokeOthers = `UPDATE sessions SET revoked_at = $3 WHERE user_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $2::uuid RETURNING id`

/** Rows of `sessions` and `credentials`. */
export class SessionRepository {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async findSignIn(email: string): Promise<SignInRow | undefined> {
    const [row] = await this.#database.query<SignInRow>(
      `SELECT u.id AS "userId", u.role, u.state = 'active' AS active, c.password_hash AS "passwordHash"
       FROM credentials c JOIN users u ON u.id = c.user_id WHERE c.email = $1`,
      [email],
    )
    return row
  }

  async findPasswordHash(userId: string): Promise<string | undefined> {
    const [row] = await this.#database.query<{ hash: string }>('SELECT password_hash AS hash FROM credentials WHERE user_id = $1', [userId], 'password_find')
    return row?.hash
  }

  /** @returns the ids of the sessions that were revoked; undefined when the password is another by now. */
  changePassword({ userId, sessionId, from, to }: PasswordChange, now: Date): Promise<string[] | undefined> {
    return this.#database.transaction(async (tx) => {
      const changed = await tx.query(
        'UPDATE credentials SET password_hash = $3, updated_at = $4 WHERE user_id = $1 AND password_hash = $2 RETURNING user_id',
        [userId, from, to, now],
      )
      if (changed.length === 0) return undefined
      // By a statement of its own, so that it sees the sign-ins that had to be waited for.
      return (await tx.query<{ id: string }>(revokeOthers, [userId, sessionId ?? null, now])).map(({ id }) => id)
    })
  }

  async hasCredentials(email: string): Promise<boolean> {
    return (await this.#database.orm.em.fork().count(CredentialsEntity, { email })) > 0
  }

  async insertCredentials(credentials: Credentials, em: EntityManager): Promise<void> {
    await em.insert(CredentialsEntity, credentials)
  }

  /**
   * Stores a new session; of the person's others, those beyond `most` with it are revoked, in the same statement. With `passwordHash`
   * only while that is the person's: it may have been changed since it was looked at.
   * @returns the ids of those that were revoked; undefined when the password is another by now.
   */
  async insert(session: NewSession, most: number, passwordHash?: string): Promise<string[] | undefined> {
    const { id, userId, device, secret, generation, createdAt, expiresAt } = session
    const rows = await this.#database.query<{ id: string }>(
      start,
      [id, userId, device, secret, generation, createdAt, expiresAt, most - 1, passwordHash ?? null],
      'session_start',
    )
    return rows.some((row) => row.id === id) ? rows.map((row) => row.id).filter((one) => one !== id) : undefined
  }

  /** Those that are not over, the one that asks first, then by last use. */
  async list({ userId, sessionId, now }: AskedSessions): Promise<ListedSession[]> {
    return this.#database.query<ListedSession>(
      `SELECT id, device, created_at AS "createdAt", rotated_at AS "rotatedAt" FROM sessions
       WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $3
       ORDER BY id IS NOT DISTINCT FROM $2::uuid DESC, rotated_at DESC, id DESC LIMIT 200`,
      [userId, sessionId ?? null, now],
      'session_list',
    )
  }

  async find(sessionId: string): Promise<SessionState | undefined> {
    const [row] = await this.#database.query<SessionState>(
      `SELECT s.user_id AS "userId", u.role, u.state = 'active' AS active, s.secret, s.generation, s.rotated_at AS "rotatedAt",
         s.expires_at AS "expiresAt", s.revoked_at AS "revokedAt"
       FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1`,
      [sessionId],
      'session_find',
    )
    return row
  }

  /** Moves a session on from `generation`; false when somebody else did, or it was revoked. */
  async rotate(sessionId: string, generation: number, rotatedAt: Date, expiresAt: Date): Promise<boolean> {
    const changed = await this.#database.orm.em
      .fork()
      .nativeUpdate(SessionEntity, { id: sessionId, generation, revokedAt: null }, { generation: generation + 1, rotatedAt, expiresAt })
    return changed === 1
  }

  /** False when the person has no such session; one that was revoked before keeps its time. */
  async revoke({ userId, sessionId, now }: AskedSessions & { readonly sessionId: string }): Promise<boolean> {
    const rows = await this.#database.query(
      'UPDATE sessions SET revoked_at = coalesce(revoked_at, $3) WHERE id = $2 AND user_id = $1 RETURNING id',
      [userId, sessionId, now],
      'session_revoke',
    )
    return rows.length === 1
  }

  /** @returns the ids of those that were revoked. */
  async revokeOthers({ userId, sessionId, now }: AskedSessions): Promise<string[]> {
    const rows = await this.#database.query<{ id: string }>(
      revokeOthers,
      [userId, sessionId ?? null, now],
      'session_revoke_others',
    )
    return rows.map(({ id }) => id)
  }

  async deleteEnded(before: Date): Promise<number> {
    const ended = { $or: [{ expiresAt: { $lt: before } }, { revokedAt: { $lt: before } }] }
    return this.#database.orm.em.fork().nativeDelete(SessionEntity, ended)
  }
}
