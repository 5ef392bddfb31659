import type { Commands } from '../../platform/commands.ts'
import type { Database } from '../../platform/database.ts'
import { RegistrationRepository } from './repository.ts'
import { type AccountParts, AccountService } from './service.ts'

export interface AccountFeatureParts extends Omit<AccountParts, 'repository'> {
  readonly database: Database
  readonly commands: Commands
}

/** Binds account.*. */
export function createAccounts({ database, commands, ...parts }: AccountFeatureParts): AccountService {
  const accounts = new AccountService({ ...parts, repository: new RegistrationRepository(database) })
  commands.bind('account.register', (input) => accounts.register(input))
  commands.bind('account.verify', (input, caller) => accounts.verify(input, caller.address))
  return accounts
}
