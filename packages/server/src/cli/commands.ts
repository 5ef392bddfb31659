import type { CliCommand } from './command.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { jobsListCommand } from './jobs-list.ts'
import { jobsRetryCommand } from './jobs-retry.ts'
import { lineageNewCommand } from './lineage-new.ts'
import { migrateCommand } from './migrate.ts'
import { secretReplaceCommand } from './secret-replace.ts'
import { seedCommand } from './seed.ts'
import { startCommand } from './start.ts'
import { tokenMintCommand } from './token-mint.ts'
import { userCreateCommand } from './user-create.ts'
import { userListCommand } from './user-list.ts'
import { userReinstateCommand, userSuspendCommand } from './user-suspend.ts'

/** Every command, in the order of the help. */
export const cliCommands: readonly CliCommand[] = [
  startCommand,
  migrateCommand,
  doctorCommand,
  userCreateCommand,
  userListCommand,
  userSuspendCommand,
  userReinstateCommand,
  tokenMintCommand,
  jobsListCommand,
  jobsRetryCommand,
  secretReplaceCommand,
  lineageNewCommand,
  exportCommand,
  seedCommand,
]
