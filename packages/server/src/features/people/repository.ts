import { raw, UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/core'
import type { Person } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import type { Database } from '../../platform/database.ts'
import { type User, UserEntity } from './entities.ts'
import type { Standing } from './port.ts'
import { escapeLike, searchSettings, searchSql } from './search.ts'

/** What a person may change of their profile. */
export type ProfileChange = Partial<Pick<User, 'name' | 'handle' | 'bio' | 'avatarHue' | 'custom'>>

const standingSql = (which: string): string => `SELECT id AS "userId", role, state = 'active' AS active FROM users WHERE ${which}`

/** Rows of `users`. */
export class PeopleRepository {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async findByIds(ids: readonly string[]): Promise<Person[]> {
    const users = await this.#em().find(UserEntity, { id: { $in: [...new Set(ids)] } })
    return users.map(toPerson)
  }

  async findById(id: string): Promise<User | undefined> {
    return (await this.#em().findOne(UserEntity, { id })) ?? undefined
  }

  async findByHandle(handle: string): Promise<User | undefined> {
    return (await this.#em().findOne(UserEntity, { handle })) ?? undefined
  }

  /** Asked with each request of a host that judges tokens itself. */
  async findStanding(who: { readonly id: string } | { readonly externalId: string }): Promise<Standing | undefined> {
    const [row] = await ('id' in who
      ? this.#database.query<Standing>(standingSql('id = $1::uuid'), [who.id], 'people-standing')
      : this.#database.query<Standing>(standingSql('external_id = $1::text'), [who.externalId], 'people-external-standing'))
    return row
  }

  /** @throws {PalaverError} `handle_taken` */
  async insert(user: User, em: EntityManager = this.#em()): Promise<void> {
    await refuseTakenHandle(() => em.insert(UserEntity, user))
  }

  /** Stores a change under the next profile version. @throws {PalaverError} `handle_taken` */
  async update(id: string, change: ProfileChange): Promise<void> {
    const next = { ...change, profileVersion: raw<number>('profile_version + 1') }
    await refuseTakenHandle(() => this.#em().nativeUpdate(UserEntity, { id }, next))
  }

  async search(query: string, limit: number): Promise<Person[]> {
    const [, rows] = await this.#database.transaction((tx) =>
      Promise.all([tx.query(searchSettings), tx.query<SearchRow>(searchSql, [query, `${escapeLike(query)}%`, limit], 'people-search')]))
    return rows.map((row) => toPerson({ ...row, avatarHue: row.avatar_hue, profileVersion: row.profile_version }))
  }

  #em(): EntityManager {
    return this.#database.orm.em.fork()
  }
}

interface SearchRow extends Pick<User, 'id' | 'handle' | 'name' | 'bio' | 'custom'> {
  readonly avatar_hue: number
  readonly profile_version: number
}

/** A person as everyone may see them. */
export const toPerson = (user: Pick<User, 'id' | 'handle' | 'name' | 'avatarHue' | 'bio' | 'custom' | 'profileVersion'>): Person => ({
  id: user.id,
  handle: user.handle,
  name: user.name,
  avatarHue: user.avatarHue,
  ...(user.bio == null ? {} : { bio: user.bio }),
  ...(user.custom == null ? {} : { custom: user.custom }),
  profileVersion: user.profileVersion,
})

async function refuseTakenHandle<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException && error.message.includes('users_handle_key')) {
      throw new PalaverError('handle_taken', 'unable to use this handle; another person has it', { path: '/handle' })
    }
    throw error
  }
}
