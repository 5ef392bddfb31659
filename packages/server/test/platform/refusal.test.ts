import { PalaverError } from '@palaver/protocol'
import { expect, it } from 'vitest'
import { refusal } from '../../src/platform/refusal.ts'

it('makes a PalaverError without a stack trace, and leaves those of others as they are', () => {
  const limit = Error.stackTraceLimit
  const error = refusal('rate_limited', 'unable to send; too many', { retryAfterMs: 5 })
  expect(error).toBeInstanceOf(PalaverError)
  expect(error.toBody()).toEqual({ code: 'rate_limited', message: 'unable to send; too many', retryable: true, retryAfterMs: 5 })
  expect(error.stack).not.toContain('refusal.test')
  expect(Error.stackTraceLimit).toBe(limit)
  expect(new PalaverError('internal', 'unable to answer; the server failed').stack).toContain('refusal.test')
})
