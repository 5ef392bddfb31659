import { PalaverError } from '@palaver/protocol'
import type { Sql } from '../../platform/sql.ts'
import type { LockedKind, Outcome } from '../../platform/writer/change.ts'
import { LockedUsers } from '../../platform/writer/locked-users.ts'
import { membershipChanged, type PlaceToWrite, writePlaces } from '../members/port.ts'
import { insertConversations, type NewConversation } from './insert.ts'

/** The one direct conversation of two people, if there is none yet. */
export interface DirectChange {
  /** The id it gets when it is made. */
  readonly conversationId: string
  readonly callerId: string
  readonly userId: string
}

/** The key of the one direct conversation of two people. */
export const directKeyOf = (a: string, b: string): string => (a < b ? `${a}:${b}` : `${b}:${a}`)

/** Making direct conversations: always one for a pair, also when both ask at once. */
export const openDirects: LockedKind<DirectChange, undefined> = {
  name: 'conversations.direct',
  endsBatch: false,
  lockless: true,
  repeatable: true,
  async write(tx, _locking, run) {
    // Both people's rows are locked, so whoever comes second sees what the first has made.
    const [users, known] = await Promise.all([
      LockedUsers.lock(tx, run.flatMap((change) => [change.callerId, change.userId])),
      findKeys(tx, run.map((change) => directKeyOf(change.callerId, change.userId))),
    ])
    const conversations: NewConversation[] = []
    const places: PlaceToWrite[] = []
    const outcomes = run.map((change): Outcome<undefined> => {
      if (!users.isActive(change.userId) || !users.isActive(change.callerId)) {
        return { ok: false, error: new PalaverError('not_found', 'unable to open the conversation; there is no such person', { path: '/userId' }) }
      }
      const directKey = directKeyOf(change.callerId, change.userId)
      if (!known.has(directKey)) {
        known.add(directKey)
        conversations.push(toConversation(change, directKey, users.now))
        places.push(...[change.callerId, change.userId].map((userId) => toPlace(change.conversationId, userId, users)))
      }
      return { ok: true, result: undefined }
    })
    await Promise.all([insertConversations(tx, conversations), writePlaces(tx, places), users.store(tx)])
    return { outcomes, events: places.map(membershipChanged) }
  },
}

const toConversation = ({ conversationId, callerId }: DirectChange, directKey: string, now: number): NewConversation => ({
  id: conversationId,
  type: 'direct',
  directKey,
  name: null,
  topic: null,
  avatarHue: 0,
  history: 'beginning',
  custom: null,
  createdBy: callerId,
  createdAt: now,
  memberCount: 2,
})

const toPlace = (conversationId: string, userId: string, users: LockedUsers): PlaceToWrite => ({
  conversationId,
  userId,
  role: 'member',
  state: 'active',
  joinedAt: users.now,
  visibleFrom: 1,
  custom: null,
  revision: 1,
  userRevision: users.take(userId),
})

async function findKeys(tx: Sql, keys: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ direct_key: string }>('SELECT direct_key FROM conversations WHERE direct_key = ANY ($1::text[])', [keys], 'conversations.keys')
  return new Set(rows.map((row) => row.direct_key))
}
