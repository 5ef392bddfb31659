import type { Commands } from '../../platform/commands.ts'
import type { RecurringJobs } from '../../platform/jobs.ts'
import { scheduleReceipts } from './jobs.ts'
import { ConversationService, type ConversationsParts } from './service.ts'

export interface ConversationsFeatureParts extends ConversationsParts {
  readonly commands: Commands
  readonly jobs: RecurringJobs
}

/** Binds the conversation.* commands, except those of sync (catching up) and members (handing over). */
export function createConversations({ commands, jobs, ...parts }: ConversationsFeatureParts): void {
  const conversations = new ConversationService(parts)
  commands.bindUser('conversation.create', (input, caller) => conversations.create(input, caller))
  commands.bindUser('conversation.direct', (input, caller) => conversations.direct(input, caller))
  commands.bindUser('conversation.list', (input, caller) => conversations.list(input, caller))
  commands.bindUser('conversation.get', (input, caller) => conversations.get(input, caller))
  commands.bindUser('conversation.update', (input, caller) => conversations.update(input, caller))
  scheduleReceipts(jobs, parts.sql)
}
