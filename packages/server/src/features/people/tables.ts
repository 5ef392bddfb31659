import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const peopleTables: readonly StoredTable[] = [
  {
    kind: 'user',
    table: 'users',
    columns: [
      'id', 'external_id', 'handle', 'name', 'avatar_hue', 'bio', 'locale', 'role', 'state', 'suspension_reason', 'custom',
      'presence_status', 'status_text', 'status_text_expires_at', 'last_seen_at', 'created_at',
    ],
    leftOut: ['profile_version', 'user_revision'],
    order: 'id',
    ofUser: 'id = $1',
  },
]
