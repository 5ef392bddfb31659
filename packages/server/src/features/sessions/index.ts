import type { Commands } from '../../platform/commands.ts'
import type { Database } from '../../platform/database.ts'
import { SessionRepository } from './repository.ts'
import { type SessionParts, SessionService } from './service.ts'

export interface SessionFeatureParts extends Omit<SessionParts, 'repository'> {
  readonly database: Database
  readonly commands: Commands
}

/** Binds session.* and token.mint. */
export function createSessions({ database, commands, ...parts }: SessionFeatureParts): SessionService {
  const sessions = new SessionService({ ...parts, repository: new SessionRepository(database) })
  commands.bind('session.create', (input, caller) => sessions.create(input, caller.address))
  commands.bind('session.refresh', ({ refreshToken }) => sessions.refresh(refreshToken))
  commands.bindUser('session.end', async (_input, caller) => {
    await sessions.end(caller.userId, caller.sessionId)
    return {}
  })
  commands.bind('token.mint', (input) => sessions.mint(input))
  return sessions
}
