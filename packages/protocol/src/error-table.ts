import { type ErrorCode, errorStatuses, isRetryable } from './errors.ts'

/** A row of {@link errorTable}. */
export interface ErrorEntry {
  readonly status: number
  readonly retryable: boolean
  readonly summary: string
}

const summaries: Readonly<Record<ErrorCode, string>> = {
  invalid_input: 'The input does not fit the contract; `path` names the first fault (JSON Pointer, RFC 6901).',
  protocol_error: 'The frame is not one that may be sent now, or is not a frame at all.',
  unsupported_version: 'The client asked for a protocol version that this server does not speak.',
  code_invalid: 'The verification code is wrong, was used, or has run out.',
  unauthenticated: 'No valid token came with the request, or it has run out.',
  invalid_credentials: 'The account and the password do not belong together.',
  refresh_token_invalid: 'The refresh token is unknown, was replaced, was revoked or has run out.',
  forbidden: 'The caller may see this but not do that.',
  account_suspended: 'The account of the caller is suspended; only who proves to be its owner is told so.',
  not_found: 'It does not exist, or the caller may not know that it does.',
  unknown_command: 'No such command exists at this door.',
  handle_taken: 'Another person has this handle.',
  idempotency_conflict: 'The same clientId came before with other input.',
  offset_conflict: 'A piece of a text does not stand where the text ends; `expected` says where that is.',
  limit_reached: 'There are as many of these as there may be; one has to go first.',
  too_large: 'The request is larger than the limit.',
  rate_limited: 'Too many of these; repeat after `retryAfterMs`.',
  internal: 'The server failed; the outcome is as if the command had not come, or the same clientId tells.',
  overloaded: 'The server has too much to do; repeat after `retryAfterMs`.',
  unavailable: 'A part that this needs is not there at present.',
}

/**
 * Every error that Palaver answers with, at both doors: `code -> HTTP status, may a client repeat it, what it means`.
 * A code never changes its meaning inside a protocol major version.
 */
export const errorTable = /* @__PURE__ */ (() =>
  Object.fromEntries(
    Object.entries(errorStatuses).map(([code, status]) => [code, { status, retryable: isRetryable(code as ErrorCode), summary: summaries[code as ErrorCode] }]),
  ))() as Readonly<Record<ErrorCode, ErrorEntry>>
