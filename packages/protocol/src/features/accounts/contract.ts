import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Timestamp } from '../../scalars.ts'
import { Handle, PersonName } from '../people/schemas.ts'
import { CurrentPassword, DeviceName, Email, Password, SessionTokens } from '../sessions/schemas.ts'

export const registerAccount = defineCommand({
  name: 'account.register',
  summary: 'Ask for an account: a code is sent to the address. The answer is the same whether the address has an account or not (its owner is told by mail).',
  access: 'public',
  doors: ['rest'],
  input: Type.Object({ email: Email, password: Password, name: PersonName, handle: Handle }),
  output: Type.Object({ codeExpiresAt: Timestamp }),
  rest: { method: 'POST', path: '/v1/accounts', status: 202 },
  errors: ['handle_taken'],
  limit: 'signIn',
})

export const verifyAccount = defineCommand({
  name: 'account.verify',
  summary: 'Finish a registration with the code, and log in.',
  access: 'public',
  doors: ['rest'],
  input: Type.Object({ email: Email, code: Type.String({ pattern: '^[0-9]{6}$' }), device: Type.Optional(DeviceName) }),
  output: SessionTokens,
  rest: { method: 'POST', path: '/v1/accounts/verify', status: 201 },
  errors: ['code_invalid', 'handle_taken'],
  limit: 'signIn',
})

export const changePassword = defineCommand({
  name: 'account.changePassword',
  summary:
    'Change the password of the caller. All their other sessions end at once, as by `session.revokeOthers`. A wrong `current` is `invalid_credentials` and counts as a guess; an account without a password, of a host for example, is `forbidden`.',
  access: 'user',
  input: Type.Object({ current: CurrentPassword, next: Password }),
  output: Type.Object({}),
  rest: { method: 'PUT', path: '/v1/me/password', status: 200 },
  errors: ['invalid_credentials', 'forbidden'],
  limit: 'signIn',
})
