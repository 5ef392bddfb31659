/**
 * Why the server closes a socket, and what the client does then:
 * `resume` — connect again and resume; `refresh` — get a new token first; `backoff` — wait longer before connecting;
 * `fatal` — connecting again the same way cannot help.
 */
export const closeCodes = {
  4400: { name: 'protocol_error', then: 'fatal', summary: 'A frame was not valid or not allowed in this state.' },
  4401: { name: 'unauthenticated', then: 'refresh', summary: 'The token is missing, not valid, or ran out and was not renewed.' },
  4403: { name: 'session_revoked', then: 'fatal', summary: 'The session was revoked or the account is suspended.' },
  4406: { name: 'unsupported_version', then: 'fatal', summary: 'The server does not speak the protocol version asked for.' },
  4408: { name: 'timeout', then: 'resume', summary: 'No authentication in time, or no answer to two pings.' },
  4413: { name: 'frame_too_large', then: 'fatal', summary: 'A frame was larger than `limits.maxFrameBytes`.' },
  4429: { name: 'rate_limited', then: 'backoff', summary: 'Too many frames, commands in flight or sockets of one user.' },
  4500: { name: 'internal', then: 'resume', summary: 'The server failed.' },
  4503: { name: 'going_away', then: 'resume', summary: 'The server is stopping or being replaced.' },
  4508: { name: 'slow_reader', then: 'resume', summary: 'The client did not read fast enough; what it missed is caught up on resume.' },
} as const satisfies Record<number, { name: string; then: 'resume' | 'refresh' | 'backoff' | 'fatal'; summary: string }>

/** One of the codes of {@link closeCodes}. */
export type CloseCode = keyof typeof closeCodes
/** What a client does after a close. */
export type AfterClose = (typeof closeCodes)[CloseCode]['then']

/** What to do after a close with `code`: codes of this table by the table, 1002, 1003, 1007 and 1009 (RFC 6455) are fatal, every other means resume. */
export const afterClose = (code: number): AfterClose => {
  if (Object.hasOwn(closeCodes, code)) return closeCodes[code as CloseCode].then
  return code === 1002 || code === 1003 || code === 1007 || code === 1009 ? 'fatal' : 'resume'
}
