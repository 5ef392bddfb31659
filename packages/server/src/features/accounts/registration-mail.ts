import { createHmac } from 'node:crypto'
import type { Mail, Mailer } from '../../platform/mailer.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Timers } from '../../platform/timers/timers.ts'

const kind = 'accounts.mail'

/** A mail that is owed. The code is not in it: it follows from the nonce and the server's secret. */
interface OwedMail {
  readonly to: string
  /** Absent for an address that has an account. */
  readonly nonce?: string
  /** After that nobody can use the mail: milliseconds since the epoch. */
  readonly expiresAt: number
}

export interface RegistrationMailParts {
  readonly timers: Timers
  readonly mailer: Mailer
  readonly runtime: Pick<Runtime, 'now'>
  readonly secret: Buffer
}

/** Mails of registrations: owed in the transaction of the registration, sent soon after, and again until the mailer takes them. */
export class RegistrationMails {
  readonly #parts: RegistrationMailParts

  constructor(parts: RegistrationMailParts) {
    this.#parts = parts
    parts.timers.handle<OwedMail>(kind, (owed) => this.#send(owed))
  }

  /** Owes a mail; the newest of an address counts. Call {@link sendSoon} after the commit. */
  async owe(tx: Sql, owed: OwedMail): Promise<void> {
    await this.#parts.timers.set(tx, kind, { key: owed.to, data: owed })
  }

  sendSoon(): void {
    this.#parts.timers.wake()
  }

  /** Six digits, for whoever knows the secret. */
  code(nonce: string): string {
    const digest = createHmac('sha256', this.#parts.secret).update(`registration code:${nonce}`).digest()
    return String(digest.readBigUInt64BE() % 1_000_000n).padStart(6, '0')
  }

  async #send({ to, nonce, expiresAt }: OwedMail): Promise<void> {
    if (this.#parts.runtime.now() >= expiresAt) return
    await this.#parts.mailer.send(nonce === undefined ? alreadyRegisteredMail(to) : codeMail(to, this.code(nonce)))
  }
}

/** The code for somebody new. */
const codeMail = (to: string, code: string): Mail => ({
  to,
  subject: 'Your code',
  text: `Your code is ${code}\nIt is good for 15 minutes. If you did not ask for an account, ignore this mail.`,
})

/** The same request for an address that has an account: only its owner learns that. */
const alreadyRegisteredMail = (to: string): Mail => ({
  to,
  subject: 'You have an account already',
  text: 'Somebody asked for an account with your address. You have one: log in with it. If it was not you, ignore this mail.',
})
