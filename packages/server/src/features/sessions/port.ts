import type { EntityManager } from '@mikro-orm/core'
import type { AppRole } from '@palaver/core'
import type { SessionTokens } from '@palaver/protocol'

/** The device that somebody signs in with: the name that it gives itself, and the header of its request. */
export interface SignInDevice {
  readonly name?: string | undefined
  readonly userAgent?: string | undefined
}

/** What other features may ask of sessions. */
export interface Sessions {
  /** Begins a session for somebody who has just proved who they are. */
  start(user: { readonly userId: string; readonly role: AppRole }, device: SignInDevice): Promise<SessionTokens>
  hasCredentials(email: string): Promise<boolean>
  /** Gives somebody their password, in the transaction of `em`. `email` is in its compared form. */
  addCredentials(credentials: { readonly userId: string; readonly email: string; readonly passwordHash: string }, em: EntityManager): Promise<void>
}

/** The form in which email addresses are compared and stored: one for all spellings of letter case and Unicode. */
export const compareEmail = (email: string): string => email.normalize('NFKC').toLowerCase()
