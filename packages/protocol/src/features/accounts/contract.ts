import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Timestamp } from '../../scalars.ts'
import { Handle, PersonName } from '../people/schemas.ts'
import { DeviceName, Email, Password, SessionTokens } from '../sessions/schemas.ts'

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
