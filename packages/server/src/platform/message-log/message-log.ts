import type { ConversationChanges, ConversationCursor, EphemeralPayload, Head, UserChanges } from '@palaver/protocol'
import { gather } from '../gather.ts'
import type { Sql } from '../sql.ts'
import { type ChangesRequest, type MissedRows, readChanges, readMissed } from './changes.ts'
import { readCursors, readHeads } from './heads.ts'
import { type EndedMembership, readEnded, readMovedMarks, readUserRevisions } from './lost.ts'
import { type Synced, readSync } from './sync.ts'
import { readUserChanges } from './user-changes.ts'

/** The reads by which clients and nodes catch up. Each answer is one statement, so one snapshot. */
export interface MessageLog {
  /** Rows of one conversation after a revision as a viewer may see them; undefined for one who is not an active member. */
  changes(request: ChangesRequest): Promise<ConversationChanges | undefined>
  /** Memberships of a user after a userRevision. */
  userChanges(userId: string, since: number, limit: number): Promise<UserChanges>
  /** What a viewer lacks of many conversations; those that they are not in are left out. */
  sync(userId: string, cursors: readonly ConversationCursor[]): Promise<Synced[]>
  /** Rows that a node missed. */
  missed(conversationId: string, since: number): Promise<MissedRows | undefined>
  /** Heads, whoever looks at them. */
  heads(ids: readonly string[]): Promise<Head[]>
  /** Revision and marksRevision of conversations, for the heartbeat. */
  cursors(ids: readonly string[]): Promise<ConversationCursor[]>
  /** Memberships that ended after a revision, of many conversations. */
  ended(since: readonly (readonly [id: string, revision: number])[]): Promise<EndedMembership[]>
  /** Marks that moved after a marksRevision, of many conversations. */
  movedMarks(since: readonly (readonly [id: string, marksRevision: number])[]): Promise<EphemeralPayload<'marks.moved'>[]>
  /** The userRevision of one user, read together with what others ask for meanwhile; undefined for one who does not exist. */
  userRevision(userId: string): Promise<number | undefined>
  /** The userRevisions of users, for the heartbeat. */
  userRevisions(userIds: readonly string[]): Promise<(readonly [userId: string, userRevision: number])[]>
}

/** The message log of a database. */
export const createMessageLog = (sql: Sql): MessageLog => ({
  changes: (request) => readChanges(sql, request),
  userChanges: (userId, since, limit) => readUserChanges(sql, userId, since, limit),
  sync: (userId, cursors) => readSync(sql, userId, cursors),
  missed: (conversationId, since) => readMissed(sql, conversationId, since),
  heads: (ids) => readHeads(sql, ids),
  cursors: (ids) => readCursors(sql, ids),
  ended: (since) => readEnded(sql, since),
  movedMarks: (since) => readMovedMarks(sql, since),
  userRevision: gather(async (userIds) => {
    const revisions = new Map(await readUserRevisions(sql, userIds))
    return userIds.map((userId) => revisions.get(userId))
  }),
  userRevisions: (userIds) => readUserRevisions(sql, userIds),
})
