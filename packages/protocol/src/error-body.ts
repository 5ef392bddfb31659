import * as Type from 'typebox'
import { type ErrorCode, errorStatuses } from './errors.ts'

const codes = Object.keys(errorStatuses) as [ErrorCode, ...ErrorCode[]]

/** Schema of the error object that both doors send. */
export const ErrorBodySchema = Type.Object({
  code: Type.Enum(codes),
  message: Type.String({ description: 'For people who develop: `unable to <do>; <reason>`.' }),
  retryable: Type.Boolean(),
  retryAfterMs: Type.Optional(Type.Integer({ minimum: 0 })),
  path: Type.Optional(Type.String({ description: 'JSON Pointer (RFC 6901) to the fault in the input.' })),
  expected: Type.Optional(Type.Integer({ minimum: 0, description: 'The number that would have been right.' })),
  requestId: Type.Optional(Type.String()),
})
