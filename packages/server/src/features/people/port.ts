import type { AppRole } from '@palaver/core'
import type { EntityManager } from '@mikro-orm/core'
import type { Person } from '@palaver/protocol'

/** What a new person begins with. */
export interface NewPerson {
  readonly name: string
  readonly handle: string
  readonly role?: AppRole
  readonly externalId?: string
  readonly bio?: string
  readonly avatarHue?: number
}

/** A person of the host application, known there by `externalId`. */
export interface ExternalPerson {
  readonly externalId: string
  readonly name?: string
  readonly handle?: string
  readonly bio?: string
  readonly avatarHue?: number
}

/** Who somebody is for access: their role, and whether they may come in at all. */
export interface Standing {
  readonly userId: string
  readonly role: AppRole
  readonly active: boolean
}

/** What other features may ask of people. */
export interface People {
  /** Profiles by id; unknown ids are left out, the order is not that of the ids. */
  findByIds(ids: readonly string[]): Promise<Person[]>
  findByHandle(handle: string): Promise<Person | undefined>
  /**
   * Makes a person; in the transaction of `em` when it is given.
   * @throws {PalaverError} `handle_taken`
   */
  create(person: NewPerson, em?: EntityManager): Promise<Person>
  /**
   * The person of an external id, made when new with what is given or, without a handle, with a generated one.
   * @throws {PalaverError} `handle_taken`
   */
  ensureExternal(person: ExternalPerson): Promise<Standing>
  findStanding(userId: string): Promise<Standing | undefined>
}
