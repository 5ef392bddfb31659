/** What a client does after a close. */
export type AfterClose = 'resume' | 'refresh' | 'backoff' | 'fatal'

/**
 * Why the server closes a socket, and what the client does then:
 * `resume` — connect again and resume; `refresh` — get a new token first; `backoff` — wait longer before connecting;
 * `fatal` — connecting again the same way cannot help.
 */
export const closeActions = {
  4400: 'fatal',
  4401: 'refresh',
  4403: 'fatal',
  4406: 'fatal',
  4408: 'resume',
  4413: 'fatal',
  4423: 'fatal',
  4429: 'backoff',
  4500: 'resume',
  4503: 'resume',
  4508: 'resume',
} as const satisfies Record<number, AfterClose>

/** One of the codes of {@link closeActions}. */
export type CloseCode = keyof typeof closeActions

/** What to do after a close with `code`: codes of this table by the table, 1002, 1003, 1007 and 1009 (RFC 6455) are fatal, every other means resume. */
export const afterClose = (code: number): AfterClose =>
  (closeActions as Readonly<Record<number, AfterClose>>)[code] ?? ([1002, 1003, 1007, 1009].includes(code) ? 'fatal' : 'resume')
