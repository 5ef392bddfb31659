import { type AfterClose, type CloseCode, closeActions } from './close-codes.ts'

/** A row of {@link closeCodes}. */
export interface CloseCodeEntry {
  readonly name: string
  readonly then: AfterClose
  readonly summary: string
}

const texts: Readonly<Record<CloseCode, readonly [name: string, summary: string]>> = {
  4400: ['protocol_error', 'A frame was not valid or not allowed in this state.'],
  4401: ['unauthenticated', 'The token is missing, not valid, or ran out and was not renewed.'],
  4403: ['session_revoked', 'The session was revoked.'],
  4406: ['unsupported_version', 'The server does not speak the protocol version asked for.'],
  4408: ['timeout', 'No authentication in time, or no answer to two pings.'],
  4413: ['frame_too_large', 'A frame was larger than `limits.maxFrameBytes`.'],
  4423: ['account_suspended', 'The account is suspended: no session of it is good any more.'],
  4429: ['rate_limited', 'Too many frames, commands in flight or sockets of one user.'],
  4500: ['internal', 'The server failed.'],
  4503: ['going_away', 'The server is stopping or being replaced.'],
  4508: ['slow_reader', 'The client did not read fast enough; what it missed is caught up on resume.'],
}

/** Why the server closes a socket: the code's name, what the client does then ({@link closeActions}), and what it means. */
export const closeCodes = /* @__PURE__ */ (() =>
  Object.fromEntries(
    Object.entries(texts).map(([code, [name, summary]]) => [code, { name, then: closeActions[Number(code) as CloseCode], summary }]),
  ))() as Readonly<Record<CloseCode, CloseCodeEntry>>
