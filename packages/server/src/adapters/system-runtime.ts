import { randomBytes } from 'node:crypto'
import type { Runtime } from '../platform/runtime.ts'
import { createUuidV7 } from './uuid-v7.ts'

const now = (): number => Date.now()

/** The real clock and randomness. */
export const systemRuntime: Runtime = {
  now,
  newId: createUuidV7(now),
  randomBytes: (size) => randomBytes(size),
}
