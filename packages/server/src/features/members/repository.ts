import type { Member } from '@palaver/protocol'
import { type MemberColumns, memberColumns, toMember } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'

export interface MembersPage {
  readonly conversationId: string
  readonly userId: string
  /** Only people whose id is above it. */
  readonly after: string | undefined
  readonly limit: number
}

// In the order of the key, so that every page costs the same in a conversation of any size.
const page = `
  SELECT (SELECT json_agg(r.row ORDER BY r.user_id) FROM (
    SELECT p.user_id, ${memberColumns('p')} AS row FROM members p
    WHERE p.conversation_id = v.conversation_id AND p.state = 'active' AND p.user_id > $3
    ORDER BY p.user_id LIMIT $4) r) AS members
  FROM members v WHERE v.conversation_id = $1 AND v.user_id = $2 AND v.state = 'active'`

const nobody = '00000000-0000-0000-0000-000000000000'

/** Active members in id order; undefined when the viewer is not one of them. */
export const readMembers = async (sql: Sql, { conversationId, userId, after, limit }: MembersPage): Promise<Member[] | undefined> => {
  const [row] = await sql.query<{ members: readonly MemberColumns[] | null }>(page, [conversationId, userId, after ?? nobody, limit], 'members.page')
  return row && (row.members ?? []).map(toMember)
}
