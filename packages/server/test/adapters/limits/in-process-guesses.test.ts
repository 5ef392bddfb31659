import { describe } from 'vitest'
import { createInProcessGuesses } from '../../../src/adapters/limits/in-process-guesses.ts'
import { guessesSuite } from './guesses.suite.ts'

describe('guesses counted in a process', () => {
  guessesSuite(async (runtime) => createInProcessGuesses(runtime))
})
