import type { Commands } from '../../platform/commands.ts'
import type { Database } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import { scheduleTidying } from './jobs.ts'
import { RegistrationRepository } from './repository.ts'
import { type AccountParts, AccountService } from './service.ts'

export interface AccountFeatureParts extends Omit<AccountParts, 'repository'> {
  readonly database: Database
  readonly commands: Commands
  readonly jobs: Pick<Jobs, 'handle' | 'schedule'>
}

/** Binds account.*. */
export function createAccounts({ database, commands, jobs, ...parts }: AccountFeatureParts): AccountService {
  const repository = new RegistrationRepository(database)
  scheduleTidying({ jobs, repository, runtime: parts.runtime })
  const accounts = new AccountService({ ...parts, repository })
  commands.bind('account.register', (input) => accounts.register(input))
  commands.bind('account.verify', (input, caller) => accounts.verify(input, caller))
  return accounts
}
