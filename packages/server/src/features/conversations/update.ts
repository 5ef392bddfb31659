import { type AppRole, can } from '@palaver/core'
import { type CommandInput, type Conversation, PalaverError, type SystemNote } from '@palaver/protocol'
import { type ConversationRow, conversationColumns, toConversation } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'
import { requireAt } from '../../platform/writer/require-at.ts'
import type { ChangeEvent, LockedConversation, LockedKind, Outcome } from '../../platform/writer/change.ts'
import { Places } from '../members/port.ts'
import { SystemNotes } from '../messages/port.ts'
import { recordset } from '../../platform/recordset.ts'

/** A change of what the members of a conversation agree on. */
export interface UpdateChange {
  readonly conversationId: string
  readonly callerId: string
  readonly appRole: AppRole
  readonly input: CommandInput<'conversation.update'>
}

/** Changing name, topic, avatar, settings and custom data. */
export const updateConversations: LockedKind<UpdateChange, Conversation> = {
  name: 'conversations.update',
  endsBatch: true,
  repeatable: true,
  async write(tx, locking, run) {
    const [locked, places] = await Promise.all([locking, Places.read(tx, run.map((change) => [change.conversationId, change.callerId] as const))])
    const events: ChangeEvent[] = []
    const notes = new SystemNotes()
    const decisions = run.map((change) => ({ change, decision: decide(change, locked.get(change.conversationId), places) }))
    const rows = await store(tx, decisions.flatMap(({ change, decision }) => (decision instanceof PalaverError ? [] : [advance(change, decision)])))
    const outcomes = decisions.map(({ change, decision }): Outcome<Conversation> => {
      if (decision instanceof PalaverError) return { ok: false, error: decision }
      const row = requireAt(rows.filter(({ id }) => id === change.conversationId), 0)
      const conversation = toConversation(row)
      if (changes(change)) events.push(updated(conversation))
      for (const note of notesOf(row)) notes.add(decision, change.callerId, note)
      return { ok: true, result: conversation }
    })
    return { outcomes, events: [...events, ...(await notes.store(tx))] }
  },
}

/** The conversation that may be changed, or why not. */
function decide({ conversationId, callerId, appRole, input }: UpdateChange, conversation: LockedConversation | undefined, places: Places): LockedConversation | PalaverError {
  const caller = places.findActive(conversationId, callerId)
  const needed = onlyDisappearing(input) ? 'conversation.disappear' : 'conversation.update'
  if (!conversation || !caller) return new PalaverError('not_found', 'unable to update the conversation; there is no such conversation')
  if (can(needed, { appRole, memberRole: caller.role, conversationType: conversation.type })) return conversation
  return new PalaverError('forbidden', 'unable to update the conversation; your role here may not')
}

/** In a direct conversation, too, its people decide how long messages stay. */
const onlyDisappearing = ({ name, topic, avatarHue, settings, custom }: UpdateChange['input']): boolean =>
  settings?.disappearAfterMs !== undefined && [name, topic, avatarHue, settings.history, custom].every((value) => value === undefined)

/** Does it ask for anything at all? */
const changes = ({ input: { name, topic, avatarHue, settings, custom } }: UpdateChange): boolean =>
  [name, topic, avatarHue, settings?.history, settings?.disappearAfterMs, custom].some((value) => value !== undefined)

function advance(change: UpdateChange, conversation: LockedConversation) {
  const { name, topic, avatarHue, settings, custom } = change.input
  if (changes(change)) {
    conversation.headRevision++
    conversation.settingsRevision = conversation.headRevision
    conversation.changed = true
  }
  return { id: conversation.id, name, topic, hue: avatarHue, history: settings?.history, disappear: settings?.disappearAfterMs, custom, revision: conversation.settingsRevision }
}

const update = `
  UPDATE conversations c SET name = coalesce(x.name, c.name), topic = coalesce(x.topic, c.topic), avatar_hue = coalesce(x.hue, c.avatar_hue),
    history = coalesce(x.history, c.history), disappear_after_ms = nullif(coalesce(x.disappear, c.disappear_after_ms), 0), custom = coalesce(x.custom, c.custom), settings_revision = x.revision
  FROM ${recordset('$1', 'id uuid, name text, topic text, hue smallint, history text, disappear bigint, custom jsonb, revision bigint')}
  JOIN conversations old ON old.id = x.id
  WHERE c.id = x.id RETURNING ${conversationColumns}, old.name AS old_name, old.topic AS old_topic, old.history AS old_history, old.disappear_after_ms AS old_disappear`

interface UpdatedRow extends ConversationRow {
  readonly old_name: ConversationRow['name']
  readonly old_topic: ConversationRow['topic']
  readonly old_history: ConversationRow['history']
  readonly old_disappear: ConversationRow['disappear_after_ms']
}

/** What members are told of: only what is another than before. */
function* notesOf({ name, topic, history, disappear_after_ms: disappear, old_name, old_topic, old_history, old_disappear }: UpdatedRow): Generator<SystemNote> {
  if (name !== null && name !== old_name) yield { type: 'name_changed', name }
  if (topic !== null && topic !== (old_topic ?? '')) yield { type: 'topic_changed', topic }
  if (history !== old_history) yield { type: 'history_changed', history }
  if (disappear !== old_disappear) yield { type: 'disappearing_changed', disappearAfterMs: disappear ?? 0 }
}

const store = async (tx: Sql, updates: readonly object[]): Promise<UpdatedRow[]> =>
  updates.length === 0 ? [] : tx.query<UpdatedRow>(update, [JSON.stringify(updates)], 'conversations.update')

const updated = (conversation: Conversation): ChangeEvent => ({
  name: 'conversation.updated',
  scope: 'conversation',
  id: conversation.id,
  after: conversation.revision - 1,
  revision: conversation.revision,
  payload: { conversation },
})
