import { PalaverError } from '@palaver/client'
import { texts } from './texts.ts'

/** What a person is told of an error. */
export const describeError = (error: unknown): string => {
  if (!(error instanceof PalaverError)) return texts.errors.unknown
  switch (error.code) {
    case 'rate_limited':
      return texts.errors.rate_limited(Math.max(1, Math.ceil((error.retryAfterMs ?? 1000) / 1000)))
    case 'invalid_credentials':
    case 'code_invalid':
    case 'handle_taken':
    case 'forbidden':
    case 'account_suspended':
    case 'not_found':
    case 'unavailable':
    case 'limit_reached':
    case 'overloaded':
    case 'invalid_input':
    case 'too_large':
      return texts.errors[error.code]
    default:
      return texts.errors.unknown
  }
}

const fields = texts.errors.field

const isField = (name: string): name is keyof typeof fields => Object.hasOwn(fields, name)

/** The field of a form that an error speaks of, and what to say there; undefined when it speaks of none. */
export const findFieldError = (error: unknown): { readonly field: string; readonly message: string } | undefined => {
  if (!(error instanceof PalaverError)) return undefined
  if (error.code === 'handle_taken') return { field: 'handle', message: texts.errors.handle_taken }
  if (error.code === 'code_invalid') return { field: 'code', message: texts.errors.code_invalid }
  const field = error.path?.split('/')[1]
  return field !== undefined && isField(field) ? { field, message: fields[field] } : undefined
}
