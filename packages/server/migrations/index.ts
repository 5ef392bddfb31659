import { Migration0001First } from './0001-first.ts'

/** Every migration in the order of application; released ones never change. */
export const migrations = [Migration0001First] as const
