import { type AppRole, can, memberRoles, outranks } from '@palaver/core'
import { type Member, PalaverError } from '@palaver/protocol'
import type { Sql } from '../../platform/sql.ts'
import type { ChangeEvent, LockedConversation, LockedKind, Outcome } from '../../platform/writer/change.ts'
import { LockedUsers } from '../../platform/writer/locked-users.ts'
import { SystemNotes } from '../messages/port.ts'
import { membersChanged, membershipChanged } from './events.ts'
import { type Place, placeColumns, Places, toMember, withRole, writePlaces } from './places.ts'

/** Somebody who goes: removed by the caller, or the caller leaving. */
export interface DepartureChange {
  readonly conversationId: string
  readonly callerId: string
  readonly appRole: AppRole
  /** Who is removed; absent when the caller leaves. */
  readonly userId?: string
}

/** Leaving and being removed. An owner who leaves hands over to the highest rank that joined first. */
export const endMemberships: LockedKind<DepartureChange, Member> = {
  name: 'members.end',
  endsBatch: true,
  // A second attempt would find the place ended already and refuse.
  repeatable: false,
  async write(tx, locking, run) {
    const [locked, places] = await Promise.all([
      locking,
      Places.read(tx, run.flatMap(({ conversationId, callerId, userId = callerId }) => [[conversationId, callerId], [conversationId, userId]] as const)),
    ])
    const owners = run.filter((change) => !change.userId && places.findActive(change.conversationId, change.callerId)?.role === 'owner')
    const heirs = owners.length > 0 ? await findHeirs(tx, owners) : new Map<string, Place>()
    const users = await LockedUsers.lock(tx, [...run.map((change) => change.userId ?? change.callerId), ...[...heirs.values()].map((heir) => heir.userId)])
    const written: Place[] = []
    const events: ChangeEvent[] = []
    const notes = new SystemNotes()
    const outcomes = run.map((change): Outcome<Member> => {
      const conversation = locked.get(change.conversationId)
      const caller = places.findActive(change.conversationId, change.callerId)
      if (!conversation || !caller) return { ok: false, error: refusal('not_found', change, 'there is no such conversation') }
      const place = decide(change, conversation, { caller, place: change.userId ? places.findActive(change.conversationId, change.userId) : caller })
      if (place instanceof PalaverError) return { ok: false, error: place }
      const ended = end(conversation, place, { state: change.userId ? 'removed' : 'left', users })
      const heir = heirs.get(change.conversationId)
      const changed = heir ? [ended, withRole(heir, 'owner', { revision: ended.revision, userRevision: users.take(heir.userId) })] : [ended]
      written.push(...changed)
      events.push(membersChanged(change.userId ? 'member.removed' : 'member.left', conversation, changed), ...changed.map(membershipChanged))
      notes.add(conversation, change.callerId, change.userId ? { type: 'member_removed', userId: change.userId } : { type: 'member_left' })
      if (heir) notes.add(conversation, change.callerId, { type: 'owner_changed', userId: heir.userId })
      return { ok: true, result: toMember(ended) }
    })
    const [noted] = await Promise.all([notes.store(tx), writePlaces(tx, written), users.store(tx)])
    return { outcomes, events: [...events, ...noted] }
  },
}

const refusal = (code: 'not_found' | 'forbidden', change: DepartureChange, reason: string): PalaverError =>
  new PalaverError(code, `unable to ${change.userId ? 'remove the member' : 'leave'}; ${reason}`)

/** The place that may be ended, or why not. */
function decide(
  change: DepartureChange,
  { type: conversationType }: LockedConversation,
  { caller, place }: { readonly caller: Place; readonly place: Place | undefined },
): Place | PalaverError {
  const seat = { appRole: change.appRole, memberRole: caller.role, conversationType }
  if (!can(change.userId ? 'member.remove' : 'conversation.leave', seat)) return refusal('forbidden', change, 'your role here may not')
  if (!place) return refusal('not_found', change, 'there is no such member')
  if (change.userId && !outranks(caller.role, place.role)) return refusal('forbidden', change, 'only a higher rank may remove')
  return place
}

function end(conversation: LockedConversation, place: Place, { state, users }: { readonly state: 'left' | 'removed'; readonly users: LockedUsers }): Place {
  conversation.headRevision++
  conversation.memberCount--
  conversation.changed = true
  return { ...place, state, revision: conversation.headRevision, userRevision: users.take(place.userId) }
}

const heirs = `
  SELECT h.* FROM unnest($1::uuid[], $2::uuid[]) AS x(c, u), LATERAL (
    SELECT ${placeColumns} FROM members p WHERE p.conversation_id = x.c AND p.user_id <> x.u AND p.state = 'active'
    ORDER BY array_position($3::text[], p.role), p.joined_at, p.user_id LIMIT 1
  ) h`

async function findHeirs(tx: Sql, owners: readonly DepartureChange[]): Promise<Map<string, Place>> {
  const rows = await tx.query<Place>(heirs, [owners.map((change) => change.conversationId), owners.map((change) => change.callerId), [...memberRoles]], 'members.heirs')
  return new Map(rows.map((heir) => [heir.conversationId, heir]))
}
