import { describe } from 'vitest'
import { createLocalPresenceRegistry } from '../../src/adapters/in-process/presence.ts'
import { presenceSuite } from './presence.suite.ts'

describe('presence in a process', () => {
  presenceSuite(async (graceMs) => createLocalPresenceRegistry(graceMs))
})
