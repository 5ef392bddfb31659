import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import { PresenceRepository } from './repository.ts'
import { type PresenceParts, PresenceService } from './service.ts'

export interface PresenceFeatureParts extends Omit<PresenceParts, 'repository'> {
  readonly commands: Commands
  readonly sql: Sql
}

/** Binds `presence.set` and `presence.watch`, and keeps who is online from now on. Close it before the database. */
export const createPresence = ({ commands, sql, ...parts }: PresenceFeatureParts): PresenceService => {
  const presence = new PresenceService({ ...parts, repository: new PresenceRepository(sql) })
  commands.bindUser('presence.set', (input, caller) => presence.set(caller.userId, input))
  commands.bindUser('presence.watch', ({ people }, caller) => presence.watch(caller, people))
  return presence
}
