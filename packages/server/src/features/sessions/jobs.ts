import type { RecurringJobs } from '../../platform/jobs.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { SessionRepository } from './repository.ts'

/** Ended sessions stay this long, so that a late replay is still known for what it is. */
const keepMs = 30 * 86_400_000

/** Deletes sessions that ended long ago, once a night. */
export function scheduleTidying({ jobs, repository, runtime }: {
  readonly jobs: RecurringJobs
  readonly repository: SessionRepository
  readonly runtime: Pick<Runtime, 'now'>
}): void {
  jobs.handle('sessions.tidy', async () => void (await repository.deleteEnded(new Date(runtime.now() - keepMs))))
  jobs.schedule('sessions.tidy', '11 3 * * *')
}
