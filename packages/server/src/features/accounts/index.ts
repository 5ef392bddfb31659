import type { Commands } from '../../platform/commands.ts'
import type { Database } from '../../platform/database.ts'
import type { RecurringJobs } from '../../platform/jobs.ts'
import { scheduleTidying } from './jobs.ts'
import { createChangePassword } from './change-password.ts'
import { type RegistrationMailParts, RegistrationMails } from './registration-mail.ts'
import { RegistrationRepository } from './repository.ts'
import { type AccountParts, AccountService } from './service.ts'

export interface AccountFeatureParts extends Omit<AccountParts, 'repository' | 'mails'>, Pick<RegistrationMailParts, 'timers' | 'mailer'> {
  readonly database: Database
  readonly commands: Commands
  readonly jobs: RecurringJobs
}

/** Binds account.*. */
export function createAccounts({ database, commands, jobs, timers, mailer, ...parts }: AccountFeatureParts): AccountService {
  const repository = new RegistrationRepository(database)
  scheduleTidying({ jobs, repository, runtime: parts.runtime })
  const mails = new RegistrationMails({ timers, mailer, runtime: parts.runtime, secret: parts.secret })
  const accounts = new AccountService({ ...parts, repository, mails })
  commands.bind('account.register', (input) => accounts.register(input))
  commands.bind('account.verify', (input, caller) => accounts.verify(input, caller))
  commands.bindUser('account.changePassword', createChangePassword(parts))
  return accounts
}
