/**
 * Every error that Palaver answers with, at both doors: `code -> HTTP status, may a client repeat it, what it means`.
 * A code never changes its meaning inside a protocol major version.
 */
export const errorTable = {
  invalid_input: { status: 400, retryable: false, summary: 'The input does not fit the contract; `path` names the first fault (JSON Pointer, RFC 6901).' },
  protocol_error: { status: 400, retryable: false, summary: 'The frame is not one that may be sent now, or is not a frame at all.' },
  unsupported_version: { status: 400, retryable: false, summary: 'The client asked for a protocol version that this server does not speak.' },
  code_invalid: { status: 400, retryable: false, summary: 'The verification code is wrong, was used, or has run out.' },
  unauthenticated: { status: 401, retryable: false, summary: 'No valid token came with the request, or it has run out.' },
  invalid_credentials: { status: 401, retryable: false, summary: 'The account and the password do not belong together.' },
  refresh_token_invalid: { status: 401, retryable: false, summary: 'The refresh token is unknown, was replaced, was revoked or has run out.' },
  forbidden: { status: 403, retryable: false, summary: 'The caller may see this but not do that.' },
  not_found: { status: 404, retryable: false, summary: 'It does not exist, or the caller may not know that it does.' },
  unknown_command: { status: 404, retryable: false, summary: 'No such command exists at this door.' },
  handle_taken: { status: 409, retryable: false, summary: 'Another person has this handle.' },
  idempotency_conflict: { status: 409, retryable: false, summary: 'The same clientId came before with other input.' },
  too_large: { status: 413, retryable: false, summary: 'The request is larger than the limit.' },
  rate_limited: { status: 429, retryable: true, summary: 'Too many of these; repeat after `retryAfterMs`.' },
  internal: { status: 500, retryable: true, summary: 'The server failed; the outcome is as if the command had not come, or the same clientId tells.' },
  overloaded: { status: 503, retryable: true, summary: 'The server has too much to do; repeat after `retryAfterMs`.' },
  unavailable: { status: 503, retryable: true, summary: 'A part that this needs is not there at present.' },
} as const satisfies Record<string, { status: number; retryable: boolean; summary: string }>

/** One of the codes of {@link errorTable}. */
export type ErrorCode = keyof typeof errorTable

/** Wire form of an error: the REST body, and the socket's `err` frame beside `t` and `id`. Its schema is `ErrorBodySchema`. */
export interface ErrorBody {
  code: ErrorCode
  message: string
  retryable: boolean
  retryAfterMs?: number
  path?: string
  requestId?: string
}

/** Options of a {@link PalaverError}. */
export interface PalaverErrorOptions {
  readonly retryAfterMs?: number
  readonly path?: string
  readonly requestId?: string
  readonly cause?: unknown
}

/** The one error class of every Palaver package; `code` is from {@link errorTable}. */
export class PalaverError extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly path: string | undefined
  readonly requestId: string | undefined

  constructor(code: ErrorCode, message: string, options: PalaverErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'PalaverError'
    this.code = code
    this.retryable = errorTable[code].retryable
    this.retryAfterMs = options.retryAfterMs
    this.path = options.path
    this.requestId = options.requestId
  }

  /** The HTTP status of this error's code. */
  get status(): number {
    return errorTable[this.code].status
  }

  /** The wire form. Never holds the cause. */
  toBody(): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.path === undefined ? {} : { path: this.path }),
      ...(this.requestId === undefined ? {} : { requestId: this.requestId }),
    }
  }

  /** An error from its wire form; a code that this version does not know becomes `internal`, its retryability kept. */
  static fromBody(body: ErrorBody): PalaverError {
    const known = Object.hasOwn(errorTable, body.code)
    const error = new PalaverError(known ? body.code : 'internal', body.message, body)
    return known ? error : Object.assign(error, { retryable: body.retryable })
  }
}
