import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import type { Runtime } from '../platform/runtime.ts'

/** The real clock and randomness. */
export const systemRuntime: Runtime = {
  now: () => Date.now(),
  newId: () => v7(),
  randomBytes: (size) => randomBytes(size),
}
