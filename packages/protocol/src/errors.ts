/** What programs need of every error: `code -> [HTTP status, may a client repeat it]`. The texts stand in `error-table.ts`, out of clients' bundles. */
export const errorFacts = {
  invalid_input: [400, false],
  protocol_error: [400, false],
  unsupported_version: [400, false],
  code_invalid: [400, false],
  unauthenticated: [401, false],
  invalid_credentials: [401, false],
  refresh_token_invalid: [401, false],
  forbidden: [403, false],
  account_suspended: [403, false],
  not_found: [404, false],
  unknown_command: [404, false],
  handle_taken: [409, false],
  idempotency_conflict: [409, false],
  limit_reached: [409, false],
  offset_conflict: [409, false],
  too_large: [413, false],
  rate_limited: [429, true],
  internal: [500, true],
  overloaded: [503, true],
  unavailable: [503, true],
} as const satisfies Record<string, readonly [status: number, retryable: boolean]>

/** One of the codes of {@link errorFacts}. */
export type ErrorCode = keyof typeof errorFacts

/** Wire form of an error: the REST body, and the socket's `err` frame beside `t` and `id`. Its schema is `ErrorBodySchema`. */
export interface ErrorBody {
  code: ErrorCode
  message: string
  retryable: boolean
  retryAfterMs?: number
  path?: string
  expected?: number
  requestId?: string
}

/** Options of a {@link PalaverError}. */
export interface PalaverErrorOptions {
  readonly retryAfterMs?: number
  readonly path?: string
  /** The number that would have been right. */
  readonly expected?: number
  readonly requestId?: string
  readonly cause?: unknown
}

/** The one error class of every Palaver package; `code` is from {@link errorFacts}. */
export class PalaverError extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly path: string | undefined
  /** The number that would have been right. */
  readonly expected: number | undefined
  readonly requestId: string | undefined

  constructor(code: ErrorCode, message: string, options: PalaverErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'PalaverError'
    this.code = code
    this.retryable = errorFacts[code][1]
    this.retryAfterMs = options.retryAfterMs
    this.path = options.path
    this.expected = options.expected
    this.requestId = options.requestId
  }

  /** The HTTP status of this error's code. */
  get status(): number {
    return errorFacts[this.code][0]
  }

  /** The wire form. Never holds the cause. */
  toBody(): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.path === undefined ? {} : { path: this.path }),
      ...(this.expected === undefined ? {} : { expected: this.expected }),
      ...(this.requestId === undefined ? {} : { requestId: this.requestId }),
    }
  }

  /** An error from its wire form; a code that this version does not know becomes `internal`, its retryability kept. */
  static fromBody(body: ErrorBody): PalaverError {
    const known = Object.hasOwn(errorFacts, body.code)
    const error = new PalaverError(known ? body.code : 'internal', body.message, body)
    return known ? error : Object.assign(error, { retryable: body.retryable })
  }
}
