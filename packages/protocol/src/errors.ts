/** What programs need of every error: `code -> HTTP status`, which also says whether a client may repeat it ({@link isRetryable}). The texts stand in `error-table.ts`, out of clients' bundles. */
export const errorStatuses = {
  invalid_input: 400,
  protocol_error: 400,
  unsupported_version: 400,
  code_invalid: 400,
  unauthenticated: 401,
  invalid_credentials: 401,
  refresh_token_invalid: 401,
  forbidden: 403,
  account_suspended: 403,
  not_found: 404,
  unknown_command: 404,
  handle_taken: 409,
  idempotency_conflict: 409,
  limit_reached: 409,
  offset_conflict: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  overloaded: 503,
  unavailable: 503,
} as const satisfies Record<string, number>

/** One of the codes of {@link errorStatuses}. */
export type ErrorCode = keyof typeof errorStatuses

/** May a client repeat what was refused with this code? So says its status: 429 and those of the server's own faults (RFC 9110, RFC 6585). */
export const isRetryable = (code: ErrorCode): boolean => errorStatuses[code] > 428

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

type Details = { readonly [Name in Exclude<keyof PalaverErrorOptions, 'cause'>]?: PalaverErrorOptions[Name] | undefined }

const detailsOf = ({ retryAfterMs, path, expected, requestId }: Details) => ({ retryAfterMs, path, expected, requestId })

/** The one error class of every Palaver package; `code` is from {@link errorStatuses}. */
export class PalaverError extends Error {
  declare readonly code: ErrorCode
  declare readonly retryable: boolean
  declare readonly retryAfterMs: number | undefined
  declare readonly path: string | undefined
  /** The number that would have been right. */
  declare readonly expected: number | undefined
  declare readonly requestId: string | undefined

  constructor(code: ErrorCode, message: string, options: PalaverErrorOptions = {}) {
    super(message, options)
    Object.assign(this, { name: 'PalaverError', code, retryable: isRetryable(code) }, detailsOf(options))
  }

  /** The HTTP status of this error's code. */
  get status(): number {
    return errorStatuses[this.code]
  }

  /** The wire form. Never holds the cause. */
  toBody(): ErrorBody {
    const { code, message, retryable } = this
    return { code, message, retryable, ...detailsOf(this) } as ErrorBody
  }

  /** An error from its wire form; a code that this version does not know becomes `internal`, its retryability kept. */
  static fromBody(body: ErrorBody): PalaverError {
    const known = Object.hasOwn(errorStatuses, body.code)
    const error = new PalaverError(known ? body.code : 'internal', body.message, body)
    return known ? error : Object.assign(error, { retryable: body.retryable })
  }
}
