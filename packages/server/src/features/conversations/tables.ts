import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const conversationTables: readonly StoredTable[] = [
  {
    kind: 'conversation',
    table: 'conversations',
    columns: ['id', 'type', 'name', 'topic', 'avatar_hue', 'history', 'disappear_after_ms', 'custom', 'created_by', 'created_at', 'activity_at', 'head_position', 'floor_position', 'member_count'],
    leftOut: ['direct_key', 'head_revision', 'settings_revision', 'marks_revision', 'shown_position'],
    order: 'id',
    ofUser: 'id IN (SELECT conversation_id FROM members WHERE user_id = $1)',
  },
]
