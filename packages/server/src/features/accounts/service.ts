import { createHmac, timingSafeEqual } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/core'
import type { CommandInput, Person, SessionTokens } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import type { Caller } from '../../platform/caller.ts'
import type { GuessKey, GuessLimiter } from '../../platform/limits.ts'
import type { Passwords } from '../../platform/passwords.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { NewPerson, People } from '../people/port.ts'
import { compareEmail, type Sessions } from '../sessions/port.ts'
import type { RegistrationMails } from './registration-mail.ts'
import type { RegistrationRepository } from './repository.ts'

export interface AccountParts {
  readonly repository: RegistrationRepository
  readonly people: People
  readonly sessions: Sessions
  readonly passwords: Passwords
  readonly mails: RegistrationMails
  readonly guesses: GuessLimiter
  readonly runtime: Runtime
  /** Key of the codes' hashes: six digits alone are guessed from a leaked table in no time. */
  readonly secret: Buffer
}

type SignInOrigin = Pick<Caller, 'address' | 'userAgent'>

/** Somebody new who can log in. */
export interface NewAccount extends NewPerson {
  readonly email: string
  readonly passwordHash: string
}

const codeLifeMs = 15 * 60_000
const codeAttempts = 5

/** Registration with a code by mail. */
export class AccountService {
  readonly #parts: AccountParts

  constructor(parts: AccountParts) {
    this.#parts = parts
  }

  /**
   * The same queries, hash and mail, whether the address has an account or not. Where it has one, what is stored has a code that
   * nobody was told, so the way through {@link verify} is the same too.
   */
  async register(input: CommandInput<'account.register'>): Promise<{ codeExpiresAt: number }> {
    const { people, sessions, passwords, repository, guesses, mails, runtime } = this.#parts
    const email = compareEmail(input.email)
    await guesses.attempt([{ kind: 'account', value: `registration:${email}` }])
    if (await people.findByHandle(input.handle)) {
      throw new PalaverError('handle_taken', 'unable to register; another person has this handle', { path: '/handle' })
    }
    const known = await sessions.hasCredentials(email)
    const nonce = Buffer.from(runtime.randomBytes(16)).toString('base64url')
    const codeExpiresAt = runtime.now() + codeLifeMs
    const registration = {
      email,
      name: input.name,
      handle: input.handle.toLowerCase(),
      passwordHash: await passwords.hash(input.password),
      codeHash: known ? runtime.randomBytes(32) : this.#hashCode(email, mails.code(nonce)),
      expiresAt: new Date(codeExpiresAt),
    }
    await repository.save(registration, (tx) => mails.owe(tx, { to: email, ...(known ? {} : { nonce }), expiresAt: codeExpiresAt }))
    mails.sendSoon()
    return { codeExpiresAt }
  }

  async verify(input: CommandInput<'account.verify'>, { address, userAgent }: SignInOrigin): Promise<SessionTokens> {
    const { repository, guesses, runtime, sessions } = this.#parts
    const email = compareEmail(input.email)
    const keys: GuessKey[] = [{ kind: 'account', value: `verification:${email}` }, { kind: 'address', value: address }]
    await guesses.attempt(keys)
    const registration = await repository.attempt(email, codeAttempts, new Date(runtime.now()))
    if (!registration || !timingSafeEqual(registration.codeHash, this.#hashCode(email, input.code))) throw codeInvalid()
    const { id: userId } = await repository.transaction(async (em) => {
      if (!(await repository.take(registration, em))) throw codeInvalid()
      const { name, handle, passwordHash } = registration
      return this.#create({ name, handle, email, passwordHash }, em)
    })
    await guesses.accepted([...keys, { kind: 'account', value: `registration:${email}` }])
    return sessions.start({ userId, role: 'user' }, { name: input.device, userAgent })
  }

  /** Makes somebody who can log in, without a code, for whoever runs the server. */
  createUser(person: NewAccount): Promise<Person> {
    return this.#parts.repository.transaction((em) => this.#create({ ...person, email: compareEmail(person.email) }, em))
  }

  async #create({ email, passwordHash, ...profile }: NewAccount, em: EntityManager): Promise<Person> {
    const person = await this.#parts.people.create(profile, em)
    await this.#parts.sessions.addCredentials({ userId: person.id, email, passwordHash }, em)
    return person
  }

  #hashCode(email: string, code: string): Buffer {
    return createHmac('sha256', this.#parts.secret).update(`registration:${email}:${code}`).digest()
  }
}

const codeInvalid = () => new PalaverError('code_invalid', 'unable to verify; the code is wrong, was used, or ran out', { path: '/code' })
