import type { EntityManager } from '@mikro-orm/core'
import type { CommandInput, CommandOutput, DeviceSession, SessionTokens } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import type { Caller, UserCaller } from '../../platform/caller.ts'
import type { Bus } from '../../platform/event.ts'
import type { GuessKey, GuessLimiter } from '../../platform/limits.ts'
import type { Passwords } from '../../platform/passwords.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { AccessTokens } from '../../platform/tokens.ts'
import type { People } from '../people/port.ts'
import { nameDevice } from './device-name.ts'
import { compareEmail, type PasswordChange, type Sessions, type SignInDevice } from './port.ts'
import { suspended } from './suspended.ts'
import { isGenuine, parseRefreshToken, writeRefreshToken } from './refresh-token.ts'
import type { ListedSession, SessionRepository, SessionState, SignInRow } from './repository.ts'

/** How long tokens live, in milliseconds. */
export interface TokenLifetimes {
  readonly accessMs: number
  readonly refreshMs: number
  /** How long the predecessor of a refresh token still gets the same successor: an answer may have been lost. */
  readonly refreshGraceMs: number
}

export interface SessionParts {
  readonly repository: SessionRepository
  readonly people: People
  readonly passwords: Passwords
  readonly tokens: AccessTokens
  readonly guesses: GuessLimiter
  readonly bus: Pick<Bus, 'publish'>
  readonly runtime: Runtime
  readonly lifetimes: TokenLifetimes
}

/** Of a command's caller. */
type Asking = Pick<UserCaller, 'userId' | 'sessionId'>
type SignedIn = Pick<SignInRow, 'userId' | 'role'>
type SignInOrigin = Pick<Caller, 'address' | 'userAgent'>

/** How many sessions a person may have at once; the one unused longest gives way, so that the list is always whole. */
const mostSessions = 100

/** Sign-in, rotating refresh tokens, device sessions, and tokens for a host's own users. */
export class SessionService implements Sessions {
  readonly #parts: SessionParts

  constructor(parts: SessionParts) {
    this.#parts = parts
  }

  /** One query and one hash, whether the account exists or not. */
  async create(input: CommandInput<'session.create'>, { address, userAgent }: SignInOrigin): Promise<SessionTokens> {
    const email = compareEmail(input.email)
    const keys: GuessKey[] = [{ kind: 'account', value: email }, { kind: 'address', value: address }]
    await this.#parts.guesses.attempt(keys)
    const known = await this.#parts.repository.findSignIn(email)
    const right = await this.#parts.passwords.verify(known?.passwordHash, input.password)
    if (!known || !right) throw wrong()
    await this.#parts.guesses.accepted(keys)
    // Only now: who does not know the password learns nothing of the account.
    if (!known.active) throw suspended('log in')
    const tokens = await this.#start(known, { name: input.device, userAgent }, known.passwordHash)
    if (!tokens) throw wrong()
    return tokens
  }

  async start(user: SignedIn, device: SignInDevice): Promise<SessionTokens> {
    const tokens = await this.#start(user, device)
    if (!tokens) throw new Error('unable to begin a session; it was not stored')
    return tokens
  }

  /** With `passwordHash` only while that is the person's; undefined when it is not. */
  async #start(user: SignedIn, device: SignInDevice, passwordHash?: string): Promise<SessionTokens | undefined> {
    const { runtime, lifetimes, repository } = this.#parts
    const now = runtime.now()
    const startedAt = new Date(now)
    const session = {
      id: runtime.newId(),
      userId: user.userId,
      device: device.name ?? nameDevice(device.userAgent) ?? null,
      secret: runtime.randomBytes(32),
      generation: 1,
      rotatedAt: startedAt,
      createdAt: startedAt,
      expiresAt: new Date(now + lifetimes.refreshMs),
    }
    const revoked = await repository.insert(session, mostSessions, passwordHash)
    if (!revoked) return undefined
    this.#tell(user.userId, revoked)
    return this.#tokens(session.id, { ...session, role: user.role })
  }

  async refresh(refreshToken: string): Promise<SessionTokens> {
    const token = parseRefreshToken(refreshToken)
    const session = token && (await this.#parts.repository.find(token.sessionId))
    if (!token || !session || !isGenuine(session.secret, token)) throw refused()
    return this.#successor(token.sessionId, token.generation, session)
  }

  /** Revokes the caller's session; a token that a host minted has none and runs out by itself. */
  async end(userId: string, sessionId: string | undefined): Promise<void> {
    if (sessionId !== undefined) await this.#revoke(userId, sessionId)
  }

  /** One query. */
  async list({ userId, sessionId }: Asking): Promise<CommandOutput<'session.list'>> {
    const { repository, runtime } = this.#parts
    const rows = await repository.list({ userId, sessionId, now: new Date(runtime.now()) })
    return { sessions: rows.map((row) => viewOf(row, sessionId)) }
  }

  /** The same query and answer for sessions of others and for none. */
  async revoke(userId: string, sessionId: string): Promise<void> {
    if (await this.#revoke(userId, sessionId)) return
    throw new PalaverError('not_found', 'unable to revoke the session; the caller has none of this id')
  }

  /** All but the one that asks; a caller without a session keeps none. */
  async revokeOthers({ userId, sessionId }: Asking): Promise<void> {
    const { repository, runtime } = this.#parts
    this.#tell(userId, await repository.revokeOthers({ userId, sessionId, now: new Date(runtime.now()) }))
  }

  async mint(input: CommandInput<'token.mint'>): Promise<CommandOutput<'token.mint'>> {
    const { people, runtime, tokens } = this.#parts
    const { userId, role, active } = await people.ensureExternal(input)
    if (!active) throw suspended('mint a token')
    const expiresAt = wholeSecond(runtime.now() + (input.expiresInSeconds ?? 3600) * 1000)
    return { userId, accessToken: tokens.issue({ userId, role, expiresAt }), accessTokenExpiresAt: expiresAt }
  }

  findPasswordHash(userId: string): Promise<string | undefined> {
    return this.#parts.repository.findPasswordHash(userId)
  }

  async changePassword(change: PasswordChange): Promise<boolean> {
    const revoked = await this.#parts.repository.changePassword(change, new Date(this.#parts.runtime.now()))
    if (revoked) this.#tell(change.userId, revoked)
    return revoked !== undefined
  }

  hasCredentials(email: string): Promise<boolean> {
    return this.#parts.repository.hasCredentials(email)
  }

  addCredentials(
    credentials: { readonly userId: string; readonly email: string; readonly passwordHash: string },
    em: EntityManager,
  ): Promise<void> {
    return this.#parts.repository.insertCredentials(credentials, em)
  }

  async #successor(sessionId: string, generation: number, session: SessionState): Promise<SessionTokens> {
    const { runtime, lifetimes, repository } = this.#parts
    const now = runtime.now()
    if (!session.active) throw suspended('refresh')
    if (session.revokedAt || session.expiresAt.getTime() <= now || generation > session.generation) throw refused()
    if (generation === session.generation) {
      const rotatedAt = new Date(now)
      const expiresAt = new Date(now + lifetimes.refreshMs)
      if (await repository.rotate(sessionId, generation, rotatedAt, expiresAt)) {
        return this.#tokens(sessionId, { ...session, generation: generation + 1, expiresAt })
      }
      // Somebody else was faster with the same token: judge it anew, as the predecessor that it now is.
      const current = await repository.find(sessionId)
      if (!current || current.generation === generation) throw refused()
      return this.#successor(sessionId, generation, current)
    }
    const isPredecessor = generation === session.generation - 1
    if (isPredecessor && now - session.rotatedAt.getTime() <= lifetimes.refreshGraceMs) return this.#tokens(sessionId, session)
    await this.#revoke(session.userId, sessionId)
    throw refused()
  }

  /** False when the person has no such session. One that is over is told of again, in case a node did not hear. */
  async #revoke(userId: string, sessionId: string): Promise<boolean> {
    const known = await this.#parts.repository.revoke({ userId, sessionId, now: new Date(this.#parts.runtime.now()) })
    if (known) this.#tell(userId, [sessionId])
    return known
  }

  #tell(userId: string, revoked: readonly string[]): void {
    for (const sessionId of revoked) this.#parts.bus.publish({ kind: 'revoked', userId, sessionId })
  }

  #tokens(sessionId: string, session: Pick<SessionState, 'userId' | 'role' | 'secret' | 'generation' | 'expiresAt'>): SessionTokens {
    const { tokens, runtime, lifetimes } = this.#parts
    const { userId, role } = session
    const accessTokenExpiresAt = wholeSecond(runtime.now() + lifetimes.accessMs)
    return {
      userId,
      sessionId,
      accessToken: tokens.issue({ userId, sessionId, role, expiresAt: accessTokenExpiresAt }),
      accessTokenExpiresAt,
      refreshToken: writeRefreshToken(session.secret, sessionId, session.generation),
      refreshTokenExpiresAt: session.expiresAt.getTime(),
    }
  }
}

const viewOf = ({ id, device, createdAt, rotatedAt }: ListedSession, current: string | undefined): DeviceSession => {
  const session = { id, createdAt: createdAt.getTime(), lastUsedAt: rotatedAt.getTime(), current: id === current }
  return device === null ? session : { ...session, device }
}

/** JWT counts in seconds; what is told must be what is in the token. */
const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000

const wrong = () => new PalaverError('invalid_credentials', 'unable to log in; the account and the password do not belong together')

const refused = () => new PalaverError('refresh_token_invalid', 'unable to refresh; log in again')
