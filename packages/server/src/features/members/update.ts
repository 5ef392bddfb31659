import { isDeepStrictEqual } from 'node:util'
import { type AppRole, can, mayChangeRole, outranks } from '@palaver/core'
import { type Member, PalaverError } from '@palaver/protocol'
import type { ChangeEvent, LockedConversation, LockedKind, Outcome } from '../../platform/writer/change.ts'
import { LockedUsers } from '../../platform/writer/locked-users.ts'
import { SystemNotes } from '../messages/port.ts'
import { membersChanged, membershipChanged } from './events.ts'
import { type Place, Places, toMember, withRole, writePlaces } from './places.ts'

/** Another role or other custom data for somebody; what is absent stays. */
export interface MemberChange {
  readonly conversationId: string
  readonly callerId: string
  readonly appRole: AppRole
  readonly userId: string
  readonly role: Member['role'] | undefined
  readonly custom: Member['custom']
}

interface Decided {
  readonly conversation: LockedConversation
  readonly place: Place
}

/** Promoting, demoting, describing. Who is so already stays as they are, without an event. */
export const updateMembers: LockedKind<MemberChange, Member> = {
  name: 'members.update',
  endsBatch: true,
  repeatable: true,
  async write(tx, locking, run) {
    const [locked, places, users] = await Promise.all([
      locking,
      Places.read(tx, run.flatMap(({ conversationId, callerId, userId }) => [[conversationId, callerId], [conversationId, userId]] as const)),
      LockedUsers.lock(tx, run.map((change) => change.userId)),
    ])
    const written: Place[] = []
    const events: ChangeEvent[] = []
    const notes = new SystemNotes()
    const outcomes = run.map((change): Outcome<Member> => {
      const decided = decide(change, locked.get(change.conversationId), places)
      if (decided instanceof PalaverError) return { ok: false, error: decided }
      const { conversation, place } = decided
      const { role = place.role, custom = place.custom } = change
      const hasNewRole = role !== place.role
      if (!hasNewRole && isDeepStrictEqual(custom, place.custom)) return { ok: true, result: toMember(place) }
      conversation.headRevision++
      conversation.changed = true
      const revision = conversation.headRevision
      const described: Place = { ...place, custom, revision }
      const changed = hasNewRole ? withRole(described, role, { revision, userRevision: users.take(place.userId) }) : described
      written.push(changed)
      events.push(membersChanged('member.updated', conversation, [changed], { isQuiet: !hasNewRole }))
      if (hasNewRole) {
        events.push(membershipChanged(changed))
        notes.add(conversation, change.callerId, { type: 'role_changed', userId: change.userId, role })
      }
      return { ok: true, result: toMember(changed) }
    })
    const [noted] = await Promise.all([notes.store(tx), writePlaces(tx, written), users.store(tx)])
    return { outcomes, events: [...events, ...noted] }
  },
}

const refusal = (code: 'not_found' | 'forbidden', reason: string): PalaverError => new PalaverError(code, `unable to update the member; ${reason}`)

/** The place that may be changed, or why not. */
function decide({ conversationId, callerId, appRole, userId, role }: MemberChange, conversation: LockedConversation | undefined, places: Places): Decided | PalaverError {
  const caller = places.findActive(conversationId, callerId)
  if (!conversation || !caller) return refusal('not_found', 'there is no such conversation')
  const isOwn = userId === callerId && role === undefined
  if (!can(isOwn ? 'member.custom' : 'member.update', { appRole, memberRole: caller.role, conversationType: conversation.type })) return refusal('forbidden', 'your role here may not')
  const place = places.findActive(conversationId, userId)
  if (!place) return refusal('not_found', 'there is no such member')
  if (isOwn || (role === undefined ? outranks(caller.role, place.role) : mayChangeRole(caller.role, place.role, role))) return { conversation, place }
  return refusal('forbidden', 'the role, and whoever is changed, must be of lower rank than you')
}
