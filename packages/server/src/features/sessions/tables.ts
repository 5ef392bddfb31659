import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const sessionTables: readonly StoredTable[] = [
  { kind: 'credentials', table: 'credentials', columns: ['user_id', 'email', 'updated_at'], leftOut: ['password_hash'], order: 'user_id', ofUser: 'user_id = $1' },
  {
    kind: 'session',
    table: 'sessions',
    columns: ['id', 'user_id', 'device', 'created_at', 'rotated_at', 'expires_at', 'revoked_at'],
    leftOut: ['secret', 'generation'],
    order: 'id',
    ofUser: 'user_id = $1',
  },
]
