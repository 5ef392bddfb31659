/** What may be told of an error: no SQL, no parameters, no rows, nor anything else that libraries hang on theirs. */
export interface BareError {
  readonly type: string
  readonly message: string
  readonly stack: string | undefined
  readonly code?: string
  readonly cause?: BareError
}

/** PostgreSQL's classes of errors whose message repeats the value that it did not like. */
const tellsValues = /^22/

/** Strips an error, and its causes, down to what may be told. */
export function bareError(error: unknown): BareError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something was thrown that is no error', stack: undefined }
  const { code } = error as { code?: unknown }
  const hides = typeof code === 'string' && code.length === 5 && tellsValues.test(code)
  const message = hides ? 'a value was refused by the database' : error.message
  return {
    type: error.name,
    message,
    // The first lines of a stack are the message.
    stack: hides ? error.stack?.slice(Math.max(0, error.stack.indexOf('\n    at '))) : error.stack,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause === undefined ? {} : { cause: bareError(error.cause) }),
  }
}

/** The same as an error that can be thrown and grouped. */
export function bareErrorObject(error: unknown): Error {
  const bare = bareError(error)
  const { cause } = error instanceof Error ? error : { cause: undefined }
  const copy = new Error(bare.message, cause === undefined ? {} : { cause: bareErrorObject(cause) })
  copy.name = bare.type
  if (bare.stack !== undefined) copy.stack = bare.stack
  return Object.assign(copy, bare.code === undefined ? {} : { code: bare.code })
}
