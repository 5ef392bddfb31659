import { PalaverError } from '@palaver/protocol'
import type { Commands } from '../../platform/commands.ts'
import type { Database } from '../../platform/database.ts'
import type { RecurringJobs } from '../../platform/jobs.ts'
import { type Metrics, noMetrics } from '../../platform/metrics.ts'
import { scheduleTidying } from './jobs.ts'
import { SessionRepository } from './repository.ts'
import { type SessionParts, SessionService } from './service.ts'
import { Suspension } from './suspension.ts'

export interface SessionFeatureParts extends Omit<SessionParts, 'repository'> {
  readonly database: Database
  readonly commands: Commands
  readonly metrics?: Metrics
  readonly jobs: RecurringJobs
}

/** Binds session.*, token.mint and the suspension of people. */
export function createSessions({ database, commands, jobs, metrics = noMetrics, ...parts }: SessionFeatureParts): SessionService {
  const repository = new SessionRepository(database)
  scheduleTidying({ jobs, repository, runtime: parts.runtime })
  const sessions = new SessionService({ ...parts, repository })
  commands.bind('session.create', (input, caller) =>
    sessions.create(input, caller).catch((error: unknown) => {
      if (error instanceof PalaverError) metrics.counter('palaver_sign_ins_refused_total', { reason: error.code }).add()
      throw error
    }),
  )
  commands.bind('session.refresh', ({ refreshToken }) => sessions.refresh(refreshToken))
  commands.bindUser('session.end', async (_input, caller) => {
    await sessions.end(caller.userId, caller.sessionId)
    return {}
  })
  commands.bindUser('session.list', (_input, caller) => sessions.list(caller))
  commands.bindUser('session.revoke', async ({ sessionId }, { userId }) => {
    await sessions.revoke(userId, sessionId)
    return {}
  })
  commands.bindUser('session.revokeOthers', async (_input, caller) => {
    await sessions.revokeOthers(caller)
    return {}
  })
  commands.bind('token.mint', (input) => sessions.mint(input))
  const suspension = new Suspension({ sql: database, bus: parts.bus, runtime: parts.runtime })
  commands.bind('person.suspend', (input) => suspension.suspend(input))
  commands.bind('person.reinstate', (input) => suspension.reinstate(input))
  return sessions
}
