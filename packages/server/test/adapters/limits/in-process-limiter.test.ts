import { describe } from 'vitest'
import { createInProcessLimiter } from '../../../src/adapters/limits/in-process-limiter.ts'
import { limiterSuite } from './limiter.suite.ts'

describe('the limiter of a process', () => {
  limiterSuite(async (limits, runtime) => createInProcessLimiter(limits, runtime))
})
