import type { UserCaller } from '../../platform/caller.ts'
import type { Place } from '../../platform/fan-out/connection.ts'
import type { FanOut } from '../../platform/fan-out/fan-out.ts'
import type { Sql } from '../../platform/sql.ts'

/** Where somebody stands who wants to tell a conversation something ephemeral. */
export type LivePlace = Pick<Place, 'role' | 'type'> & { readonly members: number }

const placeQuery = `SELECT m.role, c.type, c.member_count AS members FROM members m JOIN conversations c ON c.id = m.conversation_id
  WHERE m.conversation_id = $1 AND m.user_id = $2 AND m.state = 'active'`

/** Finds the caller's place; undefined for who is not a member. Who follows was found to be one, and stops following when that ends; only others cost a query. */
export const createLivePlaces =
  (sql: Sql, fanOut: Pick<FanOut, 'connections' | 'memberCount'>) =>
  async (conversationId: string, caller: UserCaller): Promise<LivePlace | undefined> => {
    const follower = fanOut.connections.find(caller.connectionId ?? '')
    const known = follower?.live.get(conversationId) ?? follower?.passive.get(conversationId)
    if (known) return { ...known, members: fanOut.memberCount(conversationId) ?? 0 }
    const [row] = await sql.query<LivePlace>(placeQuery, [conversationId, caller.userId], 'members.live-place')
    return row
  }
