import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import { type PresenceRegistry, createLocalPresenceRegistry } from './registry.ts'
import { PresenceRepository } from './repository.ts'
import { type PresenceParts, PresenceService } from './service.ts'

export interface PresenceFeatureParts extends Omit<PresenceParts, 'repository' | 'registry'> {
  readonly commands: Commands
  readonly sql: Sql
  /** Of this process unless given. */
  readonly registry?: PresenceRegistry
}

/** Binds `presence.set` and `presence.watch`, and keeps who is online from now on. Close it before the database. */
export const createPresence = ({ commands, sql, registry, ...parts }: PresenceFeatureParts): PresenceService => {
  const presence = new PresenceService({ ...parts, repository: new PresenceRepository(sql), registry: registry ?? createLocalPresenceRegistry() })
  commands.bindUser('presence.set', (input, caller) => presence.set(caller.userId, input))
  commands.bindUser('presence.watch', ({ people }, caller) => presence.watch(caller, people))
  return presence
}
