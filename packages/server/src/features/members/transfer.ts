import { type AppRole, can } from '@palaver/core'
import { type Member, PalaverError } from '@palaver/protocol'
import type { ChangeEvent, LockedConversation, LockedKind, Outcome } from '../../platform/writer/change.ts'
import { LockedUsers } from '../../platform/writer/locked-users.ts'
import { SystemNotes } from '../messages/port.ts'
import { membersChanged, membershipChanged } from './events.ts'
import { type Place, Places, toMember, withRole, writePlaces } from './places.ts'

/** A conversation that its owner hands over. */
export interface TransferChange {
  readonly conversationId: string
  readonly callerId: string
  readonly appRole: AppRole
  /** The next owner. */
  readonly userId: string
}

interface Decided {
  readonly conversation: LockedConversation
  readonly owner: Place
  readonly heir: Place
}

/** Handing over: both places change in one revision, so there is always one owner. */
export const transferOwnerships: LockedKind<TransferChange, readonly Member[]> = {
  name: 'members.transfer',
  endsBatch: true,
  // A second attempt would find the caller an admin already and refuse.
  repeatable: false,
  async write(tx, locking, run) {
    const [locked, places, users] = await Promise.all([
      locking,
      Places.read(tx, run.flatMap(({ conversationId, callerId, userId }) => [[conversationId, callerId], [conversationId, userId]] as const)),
      LockedUsers.lock(tx, run.flatMap((change) => [change.callerId, change.userId])),
    ])
    const written: Place[] = []
    const events: ChangeEvent[] = []
    const notes = new SystemNotes()
    const outcomes = run.map((change): Outcome<readonly Member[]> => {
      const decided = decide(change, locked.get(change.conversationId), places)
      if (decided instanceof PalaverError) return { ok: false, error: decided }
      const { conversation, owner, heir } = decided
      const revision = ++conversation.headRevision
      conversation.changed = true
      const changed = [
        withRole(heir, 'owner', { revision, userRevision: users.take(heir.userId) }),
        withRole(owner, 'admin', { revision, userRevision: users.take(owner.userId) }),
      ]
      written.push(...changed)
      events.push(membersChanged('member.updated', conversation, changed), ...changed.map(membershipChanged))
      notes.add(conversation, change.callerId, { type: 'owner_changed', userId: heir.userId })
      return { ok: true, result: changed.map(toMember) }
    })
    const [noted] = await Promise.all([notes.store(tx), writePlaces(tx, written), users.store(tx)])
    return { outcomes, events: [...events, ...noted] }
  },
}

const refusal = (code: 'not_found' | 'forbidden', reason: string): PalaverError => new PalaverError(code, `unable to hand over; ${reason}`)

/** The places that change, or why they do not. */
function decide({ conversationId, callerId, appRole, userId }: TransferChange, conversation: LockedConversation | undefined, places: Places): Decided | PalaverError {
  const owner = places.findActive(conversationId, callerId)
  if (!conversation || !owner) return refusal('not_found', 'there is no such conversation')
  const seat = { appRole, memberRole: owner.role, conversationType: conversation.type }
  if (!can('conversation.transfer', seat)) return refusal('forbidden', 'only the owner of a group or channel may')
  const heir = places.findActive(conversationId, userId)
  return heir ? { conversation, owner, heir } : refusal('not_found', 'there is no such member')
}
