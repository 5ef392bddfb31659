import type { EntityManager } from '@mikro-orm/core'
import type { AppRole } from '@palaver/core'
import type { SessionTokens } from '@palaver/protocol'

/** The device that somebody signs in with: the name that it gives itself, and the header of its request. */
export interface SignInDevice {
  readonly name?: string | undefined
  readonly userAgent?: string | undefined
}

/** A new password hash in place of another, by a session that goes on. */
export interface PasswordChange {
  readonly userId: string
  readonly sessionId: string | undefined
  readonly from: string
  readonly to: string
}

/** What other features may ask of sessions. */
export interface Sessions {
  /** Begins a session for somebody who has just proved who they are. */
  start(user: { readonly userId: string; readonly role: AppRole }, device: SignInDevice): Promise<SessionTokens>
  /** Undefined for people who sign in elsewhere, at a host for example. */
  findPasswordHash(userId: string): Promise<string | undefined>
  /**
   * Replaces the password and ends all sessions of the person but one, on every node. A sign-in with the old password that is under way begins none.
   * False when the password is not the one of `from` any more.
   */
  changePassword(change: PasswordChange): Promise<boolean>
  hasCredentials(email: string): Promise<boolean>
  /** Gives somebody their password, in the transaction of `em`. `email` is in its compared form. */
  addCredentials(credentials: { readonly userId: string; readonly email: string; readonly passwordHash: string }, em: EntityManager): Promise<void>
}

/** The form in which email addresses are compared and stored: one for all spellings of letter case and Unicode. */
export const compareEmail = (email: string): string => email.normalize('NFKC').toLowerCase()
