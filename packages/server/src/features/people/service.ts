import { isDeepStrictEqual } from 'node:util'
import type { EntityManager } from '@mikro-orm/core'
import { UniqueConstraintViolationException } from '@mikro-orm/core'
import type { CommandInput, Person } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import { encodeEphemeral } from '../../platform/encode-frame.ts'
import type { Bus } from '../../platform/event.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { User } from './entities.ts'
import { generateHandle } from './generate-handle.ts'
import type { ExternalPerson, NewPerson, People, Standing } from './port.ts'
import { type PeopleRepository, type ProfileChange, toPerson } from './repository.ts'

export interface PeopleParts {
  readonly repository: PeopleRepository
  readonly bus: Pick<Bus, 'publish'>
  readonly runtime: Runtime
}

/** Profiles: making, finding, changing. */
export class PeopleService implements People {
  readonly #parts: PeopleParts

  constructor(parts: PeopleParts) {
    this.#parts = parts
  }

  findByIds(ids: readonly string[]): Promise<Person[]> {
    return this.#parts.repository.findByIds(ids)
  }

  async findByHandle(handle: string): Promise<Person | undefined> {
    const user = await this.#parts.repository.findByHandle(handle.toLowerCase())
    return user && toPerson(user)
  }

  /** @throws {PalaverError} `unauthenticated` when the person of the token does not exist any more. */
  async get(userId: string): Promise<Person> {
    const user = await this.#parts.repository.findById(userId)
    if (!user) throw new PalaverError('unauthenticated', 'unable to get the profile; the account does not exist')
    return toPerson(user)
  }

  async create(person: NewPerson, em?: EntityManager): Promise<Person> {
    const user = this.#draft(person)
    await this.#parts.repository.insert(user, em)
    return toPerson(user)
  }

  async update(userId: string, input: CommandInput<'person.update'>): Promise<Person> {
    const change: ProfileChange = { ...input }
    if (Object.keys(change).length === 0) return this.get(userId)
    await this.#parts.repository.update(userId, change)
    const person = await this.get(userId)
    this.#parts.bus.publish({ kind: 'person', userId, frame: encodeEphemeral('person.updated', { people: [person] }) })
    return person
  }

  /** Up to `limit` people, the best match first; a leading `@` is how people write handles. */
  async search(query: string, limit: number): Promise<Person[]> {
    const wanted = query.trim().replace(/^@/, '').toLowerCase()
    return wanted === '' ? [] : this.#parts.repository.search(wanted, limit)
  }

  async findStanding(userId: string): Promise<Standing | undefined> {
    return this.#parts.repository.findStanding({ id: userId })
  }

  async ensureExternal(person: ExternalPerson): Promise<Standing> {
    for (let attempt = 1; ; attempt += 1) {
      const known = await this.#parts.repository.findStanding({ externalId: person.externalId })
      if (known) return known
      const handle = person.handle ?? generateHandle(person.name, this.#parts.runtime)
      const user = this.#draft({ ...person, handle, name: person.name ?? handle })
      try {
        await this.#parts.repository.insert(user)
        return { userId: user.id, role: user.role, active: user.state === 'active' }
      } catch (error) {
        const generatedIsTaken = error instanceof PalaverError && error.code === 'handle_taken' && person.handle === undefined
        // The same person was made at the same moment: found in the next round.
        if (attempt < 5 && (generatedIsTaken || error instanceof UniqueConstraintViolationException)) continue
        throw error
      }
    }
  }

  /** The person of an external id, made or changed as given. What is equal is no change: hosts send it with every sign-in. */
  async upsertExternal({ externalId, ...profile }: CommandInput<'person.upsert'>): Promise<Person> {
    const { userId } = await this.ensureExternal({ externalId, ...profile })
    const person = await this.get(userId)
    return this.update(userId, changesOf(person, profile))
  }

  #draft(person: NewPerson): User {
    const [high = 0, low = 0] = this.#parts.runtime.randomBytes(2)
    return {
      id: this.#parts.runtime.newId(),
      externalId: person.externalId ?? null,
      handle: person.handle.toLowerCase(),
      name: person.name,
      avatarHue: person.avatarHue ?? (high * 256 + low) % 360,
      bio: person.bio ?? null,
      role: person.role ?? 'user',
      state: 'active',
      custom: null,
      profileVersion: 1,
    }
  }
}

const changesOf = (person: Person, profile: CommandInput<'person.update'>): CommandInput<'person.update'> =>
  Object.fromEntries(Object.entries(profile).filter(([field, value]) => !isDeepStrictEqual(person[field as keyof Person], value)))
