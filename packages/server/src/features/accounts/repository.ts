import type { EntityManager } from '@mikro-orm/core'
import { raw } from '@mikro-orm/core'
import type { Database } from '../../platform/database.ts'
import type { Sql } from '../../platform/sql.ts'
import { type Registration, RegistrationEntity } from './entities.ts'

const save = `
  INSERT INTO registrations (email, name, handle, password_hash, code_hash, attempts, expires_at) VALUES ($1, $2, $3, $4, $5, 0, $6)
  ON CONFLICT (email) DO UPDATE SET name = excluded.name, handle = excluded.handle, password_hash = excluded.password_hash,
    code_hash = excluded.code_hash, attempts = 0, expires_at = excluded.expires_at`

/** Rows of `registrations`. */
export class RegistrationRepository {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Stores a registration in place of an earlier one of the same address; `also` is committed with it. */
  async save({ email, name, handle, passwordHash, codeHash, expiresAt }: Omit<Registration, 'attempts'>, also: (tx: Sql) => Promise<void>): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await tx.query(save, [email, name, handle, passwordHash, codeHash, expiresAt])
      await also(tx)
    })
  }

  /** Counts an attempt, then gives the registration; undefined when there is none that may still be tried. */
  async attempt(email: string, most: number, now: Date): Promise<Registration | undefined> {
    const em = this.#database.orm.em.fork()
    const counted = await em.nativeUpdate(
      RegistrationEntity,
      { email, attempts: { $lt: most }, expiresAt: { $gt: now } },
      { attempts: raw<number>('attempts + 1') },
    )
    const registration = await em.findOne(RegistrationEntity, { email })
    return counted === 1 && registration ? registration : undefined
  }

  /** Takes a registration away; false when somebody was faster. */
  async take(registration: Registration, em: EntityManager): Promise<boolean> {
    return (await em.nativeDelete(RegistrationEntity, { email: registration.email, codeHash: registration.codeHash })) === 1
  }

  transaction<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
    return this.#database.orm.em.fork().transactional(work)
  }

  async deleteExpired(before: Date): Promise<number> {
    return this.#database.orm.em.fork().nativeDelete(RegistrationEntity, { expiresAt: { $lt: before } })
  }
}
