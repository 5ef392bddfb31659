import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Id, Timestamp } from '../../scalars.ts'
import { ExternalId, Handle, PersonName } from '../people/schemas.ts'
import { CurrentPassword, DeviceName, DeviceSession, Email, SessionTokens } from './schemas.ts'

export const createSession = defineCommand({
  name: 'session.create',
  summary: 'Log in with email and password. Unknown accounts get the same answer in the same time as wrong passwords; who has the right one of a suspended account is told `account_suspended`.',
  access: 'public',
  doors: ['rest'],
  input: Type.Object({
    email: Email,
    password: CurrentPassword,
    device: Type.Optional(DeviceName),
  }),
  output: SessionTokens,
  rest: { method: 'POST', path: '/v1/sessions', status: 201 },
  errors: ['invalid_credentials', 'account_suspended'],
  limit: 'signIn',
})

export const refreshSession = defineCommand({
  name: 'session.refresh',
  summary: 'Exchange a refresh token for new tokens. A token that was replaced more than 30 s ago, or before the last one, revokes the whole session. Of a suspended account it is `account_suspended`.',
  access: 'public',
  doors: ['rest'],
  input: Type.Object({ refreshToken: Type.String({ minLength: 1, maxLength: 200 }) }),
  output: SessionTokens,
  rest: { method: 'POST', path: '/v1/sessions/refresh', status: 200 },
  errors: ['refresh_token_invalid', 'account_suspended'],
  limit: 'session',
})

export const endSession = defineCommand({
  name: 'session.end',
  summary: "Log out: revoke the caller's session and close its sockets.",
  access: 'user',
  input: Type.Object({}),
  output: Type.Object({}),
  rest: { method: 'DELETE', path: '/v1/sessions/current', status: 200 },
  errors: [],
  limit: 'write',
})

export const listSessions = defineCommand({
  name: 'session.list',
  summary: "The sessions of the caller that are not over: the asking one first, then by last use. A person has at most 100; a further sign-in ends the one unused longest.",
  access: 'user',
  input: Type.Object({}),
  output: Type.Object({ sessions: Type.Array(DeviceSession, { maxItems: 200 }) }),
  rest: { method: 'GET', path: '/v1/sessions', status: 200 },
  errors: [],
  limit: 'read',
})

export const revokeSession = defineCommand({
  name: 'session.revoke',
  summary: "End one session of the caller: its tokens are refused at once, its sockets close with 4403. One that is over already stays so. Sessions of others are `not_found`, as unknown ones are.",
  access: 'user',
  input: Type.Object({ sessionId: Id }),
  output: Type.Object({}),
  rest: { method: 'DELETE', path: '/v1/sessions/:sessionId', status: 200 },
  errors: ['not_found'],
  limit: 'write',
})

export const revokeOtherSessions = defineCommand({
  name: 'session.revokeOthers',
  summary: 'End all sessions of the caller but the asking one. A token that a host minted belongs to none, so all of them end.',
  access: 'user',
  input: Type.Object({}),
  output: Type.Object({}),
  rest: { method: 'DELETE', path: '/v1/sessions/others', status: 200 },
  errors: [],
  limit: 'write',
})

export const mintToken = defineCommand({
  name: 'token.mint',
  summary: "Mint an access token for one of the host application's own users, known by `externalId`; the user is made when new. Needs an app key.",
  access: 'app',
  doors: ['rest'],
  input: Type.Object({
    externalId: ExternalId,
    name: Type.Optional(PersonName),
    handle: Type.Optional(Handle),
    expiresInSeconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 604_800, default: 3600 })),
  }),
  output: Type.Object({ userId: Id, accessToken: Type.String(), accessTokenExpiresAt: Timestamp }),
  rest: { method: 'POST', path: '/v1/tokens', status: 201 },
  errors: ['handle_taken', 'forbidden', 'account_suspended'],
  limit: 'write',
})
