import { type ErrorCode, PalaverError, type PalaverErrorOptions } from '@palaver/protocol'

/**
 * A refusal for paths that are hot when there is too much to do: without a stack trace, which costs more than the rest of the refusal
 * and says nothing that the code and the message do not.
 */
export function refusal(code: Exclude<ErrorCode, 'internal'>, message: string, options?: PalaverErrorOptions): PalaverError {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return new PalaverError(code, message, options)
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
