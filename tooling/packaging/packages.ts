import { fileURLToPath } from 'node:url'

/** The root of the workspace. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** The packages that are published, each after those it needs. */
export const packageNames = ['protocol', 'core', 'client', 'react', 'server'] as const
