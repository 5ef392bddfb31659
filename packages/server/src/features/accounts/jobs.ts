import type { RecurringJobs } from '../../platform/jobs.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { RegistrationRepository } from './repository.ts'

/** Deletes registrations whose code ran out, once an hour: they hold addresses of people who did not become users. */
export function scheduleTidying({ jobs, repository, runtime }: {
  readonly jobs: RecurringJobs
  readonly repository: RegistrationRepository
  readonly runtime: Pick<Runtime, 'now'>
}): void {
  jobs.handle('accounts.tidy', async () => void (await repository.deleteExpired(new Date(runtime.now()))))
  jobs.schedule('accounts.tidy', '7 * * * *')
}
