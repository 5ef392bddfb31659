/** The part of the server in which something failed. */
export type ErrorPlace = 'command' | 'request' | 'socket' | 'job' | 'writer' | 'bus' | 'fan-out' | 'relay' | 'presence' | 'search'

/** What is told with an error: ids and names, never what somebody wrote, sent or proved themselves with. */
export interface ErrorContext {
  readonly where: ErrorPlace
  /** As in the log and in the answer that the client got. */
  readonly requestId?: string
  readonly connectionId?: string
  readonly command?: string
  readonly queue?: string
}

/**
 * Hears of every failure of the server: each `internal` answer and each failure in the background. The error is a copy without what
 * libraries hang on theirs (SQL, parameters, rows). What the hook throws is ignored.
 */
export type OnError = (error: Error, context: ErrorContext) => void

/** Counts a failure and tells whoever wants to hear of it; the log is written where it happens. Never throws. */
export type Report = (error: unknown, context: ErrorContext) => void
