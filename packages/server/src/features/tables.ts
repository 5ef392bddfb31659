import { platformTables, type StoredTable } from '../platform/stored-table.ts'
import { accountTables } from './accounts/tables.ts'
import { activityTables } from './activity/tables.ts'
import { conversationTables } from './conversations/tables.ts'
import { deletionTables } from './deletions/tables.ts'
import { editTables } from './edits/tables.ts'
import { flagTables } from './flags/tables.ts'
import { memberTables } from './members/tables.ts'
import { messageTables } from './messages/tables.ts'
import { peopleTables } from './people/tables.ts'
import { pollTables } from './polls/tables.ts'
import { priorityTables } from './priorities/tables.ts'
import { privateRowTables } from './private-rows/tables.ts'
import { reactionTables } from './reactions/tables.ts'
import { restrictedTables } from './restricted/tables.ts'
import { searchTables } from './search/tables.ts'
import { sessionTables } from './sessions/tables.ts'
import { streamTables } from './streams/tables.ts'
import { threadTables } from './threads/tables.ts'

/** Every table, in the order of an export. A test holds them to the schema: a new column is named by its feature, one way or the other. */
export const storedTables: readonly StoredTable[] = [
  ...peopleTables,
  ...sessionTables,
  ...conversationTables,
  ...memberTables,
  ...messageTables,
  ...restrictedTables,
  ...threadTables,
  ...editTables,
  ...deletionTables,
  ...privateRowTables,
  ...priorityTables,
  ...pollTables,
  ...reactionTables,
  ...activityTables,
  ...flagTables,
  ...accountTables,
  ...streamTables,
  ...searchTables,
  ...platformTables,
]
