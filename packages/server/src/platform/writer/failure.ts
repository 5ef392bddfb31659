import { CommitUnknownError } from '../sql.ts'

/**
 * What a failed write means. `refused`: nothing was written. `transient`: the same, and trying again may help.
 * `unknown`: no answer came, so it may have been written.
 */
export type Failure = 'refused' | 'transient' | 'unknown'

// Deadlock, serialization failure, lock not available.
const transient = new Set(['40P01', '40001', '55P03'])
const network = new Set(['ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])
// What `pg` says without a code: 'Connection terminated unexpectedly', 'timeout exceeded when trying to connect' and their like.
const lost = /connection (terminated|ended|closed|lost)|not queryable|trying to connect/i

/** Tells failures apart. A server that goes down (57P) or a connection error (08) leaves the outcome open. */
export const classifyFailure = (error: unknown): Failure => {
  if (error instanceof CommitUnknownError) return 'unknown'
  if (!(error instanceof Error)) return 'refused'
  const code = 'code' in error ? String(error.code) : ''
  if (network.has(code)) return 'unknown'
  if (!('severity' in error)) return lost.test(error.message) ? 'unknown' : 'refused'
  if (transient.has(code)) return 'transient'
  return code.startsWith('57P') || code.startsWith('08') ? 'unknown' : 'refused'
}
