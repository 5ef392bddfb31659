import { type AppRole, can, mayChangeRole } from '@palaver/core'
import { type Member, PalaverError } from '@palaver/protocol'
import type { ChangeEvent, LockedConversation, LockedKind, Outcome } from '../../platform/writer/change.ts'
import { LockedUsers } from '../../platform/writer/locked-users.ts'
import { SystemNotes } from '../messages/port.ts'
import { membersChanged, membershipChanged } from './events.ts'
import { type Place, Places, toMember, withRole, writePlaces } from './places.ts'

/** Another role for somebody. */
export interface RoleChange {
  readonly conversationId: string
  readonly callerId: string
  readonly appRole: AppRole
  readonly userId: string
  readonly role: Member['role']
}

interface Decided {
  readonly conversation: LockedConversation
  readonly place: Place
}

/** Promoting and demoting. Who has the role already stays as they are, without an event. */
export const changeRoles: LockedKind<RoleChange, Member> = {
  name: 'members.roles',
  endsBatch: true,
  repeatable: true,
  async write(tx, locked, run) {
    const places = await Places.read(tx, run.flatMap(({ conversationId, callerId, userId }) => [[conversationId, callerId], [conversationId, userId]] as const))
    const users = await LockedUsers.lock(tx, run.map((change) => change.userId))
    const written: Place[] = []
    const events: ChangeEvent[] = []
    const notes = new SystemNotes()
    const outcomes = run.map((change): Outcome<Member> => {
      const decided = decide(change, locked.get(change.conversationId), places)
      if (decided instanceof PalaverError) return { ok: false, error: decided }
      const { conversation, place } = decided
      if (place.role === change.role) return { ok: true, result: toMember(place) }
      conversation.headRevision++
      conversation.changed = true
      const changed = withRole(place, change.role, { revision: conversation.headRevision, userRevision: users.take(place.userId) })
      written.push(changed)
      events.push(membersChanged('member.updated', conversation, [changed]), membershipChanged(changed))
      notes.add(conversation, change.callerId, { type: 'role_changed', userId: change.userId, role: change.role })
      return { ok: true, result: toMember(changed) }
    })
    await writePlaces(tx, written)
    await users.store(tx)
    return { outcomes, events: [...events, ...(await notes.store(tx))] }
  },
}

const refusal = (code: 'not_found' | 'forbidden', reason: string): PalaverError => new PalaverError(code, `unable to change the role; ${reason}`)

/** The place that may get the role, or why not. */
function decide({ conversationId, callerId, appRole, userId, role }: RoleChange, conversation: LockedConversation | undefined, places: Places): Decided | PalaverError {
  const caller = places.findActive(conversationId, callerId)
  if (!conversation || !caller) return refusal('not_found', 'there is no such conversation')
  if (!can('member.update', { appRole, memberRole: caller.role, conversationType: conversation.type })) return refusal('forbidden', 'your role here may not')
  const place = places.findActive(conversationId, userId)
  if (!place) return refusal('not_found', 'there is no such member')
  if (mayChangeRole(caller.role, place.role, role)) return { conversation, place }
  return refusal('forbidden', 'the role, and whoever gets it, must be of lower rank than you')
}
