import type { EntityManager } from '@mikro-orm/core'
import type { AppRole } from '@palaver/core'
import type { CommandInput, CommandOutput, SessionTokens } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import type { Bus } from '../../platform/event.ts'
import type { GuessKey, GuessLimiter } from '../../platform/limits.ts'
import type { Passwords } from '../../platform/passwords.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { AccessTokens } from '../../platform/tokens.ts'
import type { People } from '../people/port.ts'
import { compareEmail, type Sessions } from './port.ts'
import { isGenuine, parseRefreshToken, writeRefreshToken } from './refresh-token.ts'
import type { SessionRepository, SessionState } from './repository.ts'

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

/** Sign-in, rotating refresh tokens, and tokens for a host's own users. */
export class SessionService implements Sessions {
  readonly #parts: SessionParts

  constructor(parts: SessionParts) {
    this.#parts = parts
  }

  /** One query and one hash, whether the account exists or not. */
  async create(input: CommandInput<'session.create'>, address: string): Promise<SessionTokens> {
    const email = compareEmail(input.email)
    const keys: GuessKey[] = [{ kind: 'account', value: email }, { kind: 'address', value: address }]
    await this.#parts.guesses.attempt(keys)
    const known = await this.#parts.repository.findSignIn(email)
    const right = await this.#parts.passwords.verify(known?.passwordHash, input.password)
    if (!known || !right || !known.active) {
      throw new PalaverError('invalid_credentials', 'unable to log in; the account and the password do not belong together')
    }
    await this.#parts.guesses.accepted(keys)
    return this.start(known, input.device)
  }

  async start(user: { readonly userId: string; readonly role: AppRole }, device?: string): Promise<SessionTokens> {
    const { runtime, lifetimes, repository } = this.#parts
    const now = runtime.now()
    const session = {
      id: runtime.newId(),
      userId: user.userId,
      device: device ?? null,
      secret: runtime.randomBytes(32),
      generation: 1,
      rotatedAt: new Date(now),
      expiresAt: new Date(now + lifetimes.refreshMs),
      revokedAt: null,
    }
    await repository.insert(session)
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

  async mint(input: CommandInput<'token.mint'>): Promise<CommandOutput<'token.mint'>> {
    const { people, runtime, tokens } = this.#parts
    const { userId, role, active } = await people.ensureExternal(input)
    if (!active) throw new PalaverError('forbidden', 'unable to mint a token; the account is suspended')
    const expiresAt = wholeSecond(runtime.now() + (input.expiresInSeconds ?? 3600) * 1000)
    return { userId, accessToken: tokens.issue({ userId, role, expiresAt }), accessTokenExpiresAt: expiresAt }
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
    if (session.revokedAt || !session.active || session.expiresAt.getTime() <= now || generation > session.generation) throw refused()
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

  async #revoke(userId: string, sessionId: string): Promise<void> {
    await this.#parts.repository.revoke(sessionId, new Date(this.#parts.runtime.now()))
    this.#parts.bus.publish({ kind: 'revoked', userId, sessionId })
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

/** JWT counts in seconds; what is told must be what is in the token. */
const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000

const refused = () => new PalaverError('refresh_token_invalid', 'unable to refresh; log in again')
