import type { AppRole } from '@palaver/core'

/** What an access token says. */
export interface AccessClaims {
  readonly userId: string
  /** Absent in tokens that a host minted. */
  readonly sessionId?: string
  readonly role: AppRole
  /** Milliseconds since the epoch, a whole second. */
  readonly expiresAt: number
}

/** Issues and checks access tokens. */
export interface AccessTokens {
  issue(claims: AccessClaims): string
  /** @throws {PalaverError} `unauthenticated` unless it was issued here, for us, and has not run out. */
  verify(token: string): AccessClaims
}
