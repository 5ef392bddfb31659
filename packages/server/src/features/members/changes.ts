import { type AppRole, can, isLarge } from '@palaver/core'
import { type EphemeralPayload, type Member, PalaverError } from '@palaver/protocol'
import type { ChangeEvent, LockedConversation, LockedKind, Outcome } from '../../platform/writer/change.ts'
import { LockedUsers } from '../../platform/writer/locked-users.ts'
import { SystemNotes } from '../messages/port.ts'
import { membersChanged, membershipChanged } from './events.ts'
import { Places, type PlaceToWrite, toMember, writePlaces } from './places.ts'

/** People to add to a conversation. */
export interface AddChange {
  readonly conversationId: string
  readonly callerId: string
  readonly appRole: AppRole
  readonly userIds: readonly string[]
}

interface Held {
  readonly conversation: LockedConversation | undefined
  readonly places: Places
  readonly users: LockedUsers
}

/** Adding people: one revision, whatever their number. Those who are in it already stay as they are. */
export const addMembers: LockedKind<AddChange, readonly Member[]> = {
  name: 'members.add',
  endsBatch: true,
  repeatable: true,
  async write(tx, locking, run) {
    const [locked, places, users] = await Promise.all([
      locking,
      Places.read(tx, run.flatMap(({ conversationId, callerId, userIds }) => [callerId, ...userIds].map((userId) => [conversationId, userId] as const))),
      LockedUsers.lock(tx, run.flatMap((change) => change.userIds)),
    ])
    const written: PlaceToWrite[] = []
    const events: ChangeEvent[] = []
    const notes = new SystemNotes()
    const marks: EphemeralPayload<'marks.moved'>[] = []
    const outcomes = run.map((change): Outcome<readonly Member[]> => {
      const held = { conversation: locked.get(change.conversationId), places, users }
      const conversation = decide(change, held)
      if (conversation instanceof PalaverError) return { ok: false, error: conversation }
      const added = add(change, conversation, held)
      if (added.length > 0) {
        const { headPosition, marksRevision } = conversation
        written.push(...added)
        events.push(membersChanged('member.added', conversation, added), ...added.map(membershipChanged))
        if (!isLarge(conversation.memberCount)) marks.push({ conversationId: change.conversationId, marksRevision, marks: added.map(({ userId }) => ({ userId, delivered: headPosition, read: headPosition })) })
        notes.add(conversation, change.callerId, { type: 'members_added', userIds: added.map(({ userId }) => userId) })
      }
      const now = new Map(added.map((place) => [place.userId, place]))
      const all = [...new Set(change.userIds)].flatMap((userId) => now.get(userId) ?? places.find(change.conversationId, userId) ?? [])
      return { ok: true, result: all.map(toMember) }
    })
    const [noted] = await Promise.all([notes.store(tx), writePlaces(tx, written), users.store(tx)])
    return { outcomes, events: [...events, ...noted], marks }
  },
}

/** The conversation that all of them may be added to, or why not. */
function decide({ conversationId, callerId, appRole, userIds }: AddChange, { conversation, places, users }: Held): LockedConversation | PalaverError {
  const caller = places.findActive(conversationId, callerId)
  if (!conversation || !caller) return new PalaverError('not_found', 'unable to add members; there is no such conversation')
  if (!can('member.add', { appRole, memberRole: caller.role, conversationType: conversation.type })) {
    return new PalaverError('forbidden', 'unable to add members; your role here may not')
  }
  const unknown = userIds.findIndex((userId) => !users.isActive(userId) && !places.findActive(conversationId, userId))
  return unknown < 0 ? conversation : new PalaverError('not_found', 'unable to add members; there is no such person', { path: `/userIds/${unknown}` })
}

function add({ conversationId, userIds }: AddChange, conversation: LockedConversation, { places, users }: Held): PlaceToWrite[] {
  const newcomers = [...new Set(userIds)].filter((userId) => !places.findActive(conversationId, userId))
  if (newcomers.length === 0) return []
  conversation.headRevision++
  conversation.marksRevision++
  conversation.memberCount += newcomers.length
  conversation.changed = true
  return newcomers.map((userId) => ({
    conversationId,
    userId,
    role: 'member',
    state: 'active',
    joinedAt: users.now,
    visibleFrom: conversation.history === 'join' ? conversation.headPosition + 1 : 1,
    custom: places.find(conversationId, userId)?.custom ?? null,
    revision: conversation.headRevision,
    userRevision: users.take(userId),
    // What was said before counts as read: it is not new to the group, and "read by all" of old messages stays true.
    markAt: conversation.headPosition,
    marksRevision: conversation.marksRevision,
  }))
}
