import type { AppRole } from '@palaver/core'
import { PalaverError } from '@palaver/protocol'
import type { Authenticate, RequestOrigin } from '../../platform/authenticate.ts'
import type { UserCaller } from '../../platform/caller.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { AccessTokens } from '../../platform/tokens.ts'
import type { People, Standing } from '../people/port.ts'
import { suspended } from './suspended.ts'
import type { StandingCache } from './standing-cache.ts'

/** Who the host says that a token belongs to: one of its own users, or one of Palaver's by id. */
export type HostUser = { readonly expiresAt?: number } & (
  | { readonly externalId: string; readonly name?: string; readonly handle?: string }
  | { readonly userId: string }
)

/**
 * The host's own check of a bearer token, used instead of Palaver's access tokens.
 * Null means that the token is not valid. `expiresAt` (milliseconds since the epoch) says when a socket has to bring a new one.
 */
export type HostAuthenticate = (token: string, origin: RequestOrigin) => Promise<HostUser | null>

export interface AuthenticateParts {
  readonly tokens: AccessTokens
  readonly isAppKey: (token: string) => boolean
  readonly standings: StandingCache
  readonly people: People
  readonly runtime: Pick<Runtime, 'now'>
  /** How long a host's user without `expiresAt` is taken as authenticated. */
  readonly accessMs: number
  readonly host?: HostAuthenticate
}

const longest = 8192

/** Makes the one function that turns a bearer token into a caller, for both doors. */
export function createAuthenticate(parts: AuthenticateParts): Authenticate {
  return async (token, origin) => {
    if (token === '' || token.length > longest) throw refused()
    if (parts.isAppKey(token)) return { kind: 'app', ...origin }
    return parts.host ? byHost(parts, parts.host, token, origin) : byToken(parts, token, origin)
  }
}

async function byToken(parts: AuthenticateParts, token: string, origin: RequestOrigin): Promise<UserCaller> {
  const { userId, sessionId, expiresAt } = parts.tokens.verify(token)
  const standing = await parts.standings.find(userId, sessionId)
  if (!standing) throw refused()
  if (!standing.active) throw suspended('authenticate')
  // The role of now: one that was taken away must not live on in a token.
  return user(origin, { userId, role: standing.role, expiresAt, ...(sessionId === undefined ? {} : { sessionId }) })
}

async function byHost(parts: AuthenticateParts, host: HostAuthenticate, token: string, origin: RequestOrigin): Promise<UserCaller> {
  const known = await host(token, origin)
  if (!known) throw refused()
  const standing: Standing | undefined =
    'externalId' in known ? await parts.people.ensureExternal(known) : await parts.standings.find(known.userId, undefined)
  if (!standing) throw refused()
  if (!standing.active) throw suspended('authenticate')
  const expiresAt = known.expiresAt ?? parts.runtime.now() + parts.accessMs
  return user(origin, { userId: standing.userId, role: standing.role, expiresAt })
}

const user = (
  { address, requestId }: RequestOrigin,
  who: { userId: string; role: AppRole; expiresAt: number; sessionId?: string },
): UserCaller => ({ kind: 'user', address, requestId, ...who })

const refused = () => new PalaverError('unauthenticated', 'unable to authenticate; the token is not valid')
