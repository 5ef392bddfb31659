import type { EntityManager } from '@mikro-orm/core'
import type { AppRole } from '@palaver/core'
import type { Database } from '../../platform/database.ts'
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

/** Who an email address belongs to, and how they prove it. */
export interface SignInRow {
  readonly userId: string
  readonly role: AppRole
  readonly active: boolean
  readonly passwordHash: string
}

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

  async hasCredentials(email: string): Promise<boolean> {
    return (await this.#database.orm.em.fork().count(CredentialsEntity, { email })) > 0
  }

  async insertCredentials(credentials: Credentials, em: EntityManager): Promise<void> {
    await em.insert(CredentialsEntity, credentials)
  }

  async insert(session: Session): Promise<void> {
    await this.#database.orm.em.fork().insert(SessionEntity, session)
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

  /** False when it was revoked before. */
  async revoke(sessionId: string, revokedAt: Date): Promise<boolean> {
    const changed = await this.#database.orm.em.fork().nativeUpdate(SessionEntity, { id: sessionId, revokedAt: null }, { revokedAt })
    return changed === 1
  }

  async deleteEnded(before: Date): Promise<number> {
    const ended = { $or: [{ expiresAt: { $lt: before } }, { revokedAt: { $lt: before } }] }
    return this.#database.orm.em.fork().nativeDelete(SessionEntity, ended)
  }
}
