import { type ChatClient, type ConversationHandle, drafts, hidden, polls, reminders, saved, scheduled, type TimelineMessage } from '@palaver/client'
import type { Own } from './evidence.ts'
import { votesOf } from './facets.ts'

/** The stores that {@link readOwn} reads: somebody must watch them. */
export const ownStores = (client: ChatClient, conversation: ConversationHandle) => [polls(conversation), scheduled(conversation), drafts(client).of(conversation.id), saved(client), reminders(client)]

/** What a client shows as private to its person in a conversation of which it shows `items`. */
export const readOwn = (client: ChatClient, conversation: ConversationHandle, items: readonly TimelineMessage[]): Own => {
  const here = ({ conversationId }: { readonly conversationId: string }): boolean => conversationId === conversation.id
  const draft = drafts(client).of(conversation.id).getSnapshot()
  const asked = new Set(items.flatMap(({ id, content }) => (content.kind === 'poll' ? [id] : [])))
  const last = conversation.info.getSnapshot().item?.lastMessage?.id
  return {
    // The database never says so: nothing that is hidden stands in a list of conversations.
    ...(last !== undefined && hidden(client).has(last) ? { 'last message': `hidden ${last}` } : {}),
    ...(draft ? { draft: draft.text } : {}),
    ...Object.fromEntries([...polls(conversation).getSnapshot()].flatMap(([id, chosen]) => (asked.has(id) ? [[`vote ${id}`, votesOf(chosen)]] : []))),
    ...Object.fromEntries(
      scheduled(conversation)
        .getSnapshot()
        .map(({ id, state, failure, content }) => [`scheduled ${id}`, `${[state, failure].filter(Boolean).join(' ')}: ${content.kind === 'text' ? content.text : ''}`]),
    ),
    ...Object.fromEntries(saved(client).getSnapshot().items.filter(here).map(({ messageId, savedAt }) => [`saved ${messageId}`, String(savedAt)])),
    ...Object.fromEntries(reminders(client).getSnapshot().filter(here).map(({ messageId, at, due }) => [`reminder ${messageId}`, `${due ? 'due' : 'waiting'} ${at}`])),
  }
}
