import fastifyJwt, { type JWT } from '@fastify/jwt'
import type { AppRole } from '@palaver/core'
import { PalaverError } from '@palaver/protocol'
import { Id } from '@palaver/protocol/definitions'
import type { FastifyInstance } from 'fastify'
import * as Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { AccessTokens } from '../../platform/tokens.ts'

const roles = ['admin', 'moderator', 'user', 'guest', 'bot'] as const satisfies readonly AppRole[]

const Payload = Compile(
  Type.Object({
    sub: Id,
    sid: Type.Optional(Id),
    role: Type.Enum([...roles]),
    iat: Type.Integer({ minimum: 0 }),
    exp: Type.Integer({ minimum: 0 }),
  }),
)

const audience = 'palaver'
/** Clocks of nodes differ; a token from further in the future is not one of ours. */
const clockSkewSeconds = 60

export interface AccessTokenParts {
  readonly secret: Buffer
  readonly issuer: string
  readonly now: () => number
}

/**
 * Access tokens as JWT, HS256 and nothing else: the header's `alg`, `kid`, `jku` and the like have no say.
 * Registers @fastify/jwt under a namespace, so that a host may have its own.
 */
export async function createAccessTokens(app: FastifyInstance, parts: AccessTokenParts): Promise<AccessTokens> {
  await app.register(fastifyJwt, {
    namespace: 'palaver',
    secret: parts.secret,
    sign: { algorithm: 'HS256', iss: parts.issuer, aud: audience },
    verify: { algorithms: ['HS256'], allowedIss: parts.issuer, allowedAud: audience, requiredClaims: ['iss', 'aud', 'sub', 'role', 'iat', 'exp'] },
  })
  const jwt = (app.jwt as JWT & { palaver: JWT }).palaver
  return {
    issue: ({ userId, sessionId, role, expiresAt }) =>
      jwt.sign({
        sub: userId,
        ...(sessionId === undefined ? {} : { sid: sessionId }),
        role,
        iat: Math.floor(parts.now() / 1000),
        exp: Math.floor(expiresAt / 1000),
      }),
    verify: (token) => {
      let payload: unknown
      try {
        payload = jwt.verify(token)
      } catch {
        // The library's reason would tell a forger how far they came.
        throw refused()
      }
      if (!Payload.Check(payload)) throw refused()
      const seconds = parts.now() / 1000
      if (payload.exp <= seconds || payload.iat > seconds + clockSkewSeconds) throw refused()
      return {
        userId: payload.sub,
        ...(payload.sid === undefined ? {} : { sessionId: payload.sid }),
        role: payload.role,
        expiresAt: payload.exp * 1000,
      }
    },
  }
}

const refused = () => new PalaverError('unauthenticated', 'unable to authenticate; the token is not valid')
