import type { Commands } from '../platform/commands.ts'
import type { Bus } from '../platform/event.ts'
import type { RecurringJobs } from '../platform/jobs.ts'
import { createMessageLog, type MessageLog } from '../platform/message-log/message-log.ts'
import type { Runtime } from '../platform/runtime.ts'
import type { SqlDatabase } from '../platform/sql.ts'
import type { Timers } from '../platform/timers/timers.ts'
import type { Writer } from '../platform/writer/change.ts'
import { createActivity } from './activity/index.ts'
import { createConversations } from './conversations/index.ts'
import type { RequireCustom } from './custom-data/port.ts'
import { createDeletions } from './deletions/index.ts'
import { createDisappearing } from './disappearing/index.ts'
import { createDrafts } from './drafts/index.ts'
import { createEdits } from './edits/index.ts'
import { createFlags } from './flags/index.ts'
import { createForwards } from './forwards/index.ts'
import { createHidden } from './hidden/index.ts'
import { createMarks } from './marks/index.ts'
import { createMembers } from './members/index.ts'
import { createMentions } from './mentions/index.ts'
import type { ContentRules } from './messages/port.ts'
import { createMessages } from './messages/index.ts'
import type { People } from './people/port.ts'
import { createSearch } from './search/index.ts'
import { createPriorities, silentOption, urgentOption } from './priorities/index.ts'
import { createPins } from './pins/index.ts'
import { createReaders } from './readers/index.ts'
import { createPolls, requirePoll } from './polls/index.ts'
import { createReactions } from './reactions/index.ts'
import { createReminders } from './reminders/index.ts'
import { restrictedOption } from './restricted/option.ts'
import { createSaved } from './saved/index.ts'
import { createStreams } from './streams/index.ts'
import { createScheduled } from './scheduled/index.ts'
import { createSync } from './sync/index.ts'
import { storedTables } from './tables.ts'
import { createThreads } from './threads/index.ts'

/** Numbers that a deployment chooses for what is said in conversations. */
export interface ConversationRules extends ContentRules {
  /** How long after sending a message may be edited, in milliseconds. */
  readonly editWindowMs: number
  /** How long after a deletion whoever deleted may undo it, in milliseconds. */
  readonly undoDeleteMs: number
  /** How long the author of an open stream may be silent before it is ended, in milliseconds. */
  readonly streamSilenceMs: number
}

/** What the features of conversations are made of. */
export interface ConversationFeatureParts {
  readonly commands: Commands
  readonly sql: SqlDatabase
  readonly writer: Writer
  readonly people: Pick<People, 'findByIds' | 'findStanding'>
  readonly runtime: Runtime
  readonly jobs: RecurringJobs
  readonly timers: Pick<Timers, 'set' | 'cancel' | 'handle' | 'wake'>
  readonly bus: Pick<Bus, 'publish'>
  readonly rules: ConversationRules
  readonly requireCustom: RequireCustom
  readonly messageLog?: MessageLog
}

/** Everything that is written in conversations and read of them, in the order of composition: all goes through the writer. */
export function composeConversationFeatures({ commands, sql, writer, people, runtime, jobs, timers, bus, rules, requireCustom, messageLog = createMessageLog(sql) }: ConversationFeatureParts): void {
  createConversations({ commands, jobs, sql, writer, people, runtime, requireCustom })
  createMembers({ commands, sql, writer, people, requireCustom })
  const threadOption = createThreads({ commands, sql, writer, timers })
  const sender = createMessages({ commands, sql, writer, runtime, requireCustom, rules: { ...rules, contentChecks: [requirePoll] }, options: [createMentions({ sql }), silentOption, urgentOption, threadOption, restrictedOption] })
  createEdits({ commands, sql, writer, requireCustom, ...rules })
  createDeletions({ commands, sql, writer, undoMs: rules.undoDeleteMs })
  createDisappearing({ writer, timers, tables: storedTables.filter(({ goesWithMessage }) => goesWithMessage).map(({ table }) => table) })
  createDrafts({ commands, writer })
  createSearch({ commands, sql })
  createForwards({ commands, sql, writer, runtime })
  createPriorities({ commands, sql, writer })
  createReactions({ commands, sql, writer, people })
  createPins({ commands, sql, writer })
  createPolls({ commands, sql, writer, people, timers })
  createSaved({ commands, sql, writer })
  createReminders({ commands, writer, timers })
  createStreams({ commands, sql, writer, runtime, timers, bus, requireCustom, threadOption, ...rules })
  createScheduled({ commands, sql, writer, timers, people, messages: sender })
  createMarks({ commands, sql, writer })
  createReaders({ commands, sql, people })
  createFlags({ commands, sql, runtime })
  createHidden({ commands, writer })
  createActivity({ commands, sql, writer })
  createSync({ commands, log: messageLog })
}
