import type { Caller } from './caller.ts'

/** What is known of a request before its token was read. */
export interface RequestOrigin {
  readonly address: string
  readonly requestId: string
  /** The header, where there is one. */
  readonly userAgent?: string
}

/**
 * Turns a bearer token (a user's access token or a host's app key) into a caller.
 * @throws {PalaverError} `unauthenticated` when the token is not valid, ran out, or its session was revoked; `account_suspended`.
 */
export type Authenticate = (token: string, origin: RequestOrigin) => Promise<Caller>
