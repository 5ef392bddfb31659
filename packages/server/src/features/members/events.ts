import { isLarge } from '@palaver/core'
import type { ChangeEvent, LockedConversation } from '../../platform/writer/change.ts'
import { type Place, toMember, toMembership } from './places.ts'

/** To the one concerned: their own place changed. */
export const membershipChanged = (place: Place): ChangeEvent => ({
  name: 'membership.changed',
  scope: 'user',
  id: place.userId,
  after: place.userRevision - 1,
  revision: place.userRevision,
  payload: { memberships: [toMembership(place)] },
})

/** Of those who come and go in a large conversation nobody is told one by one. A new owner is news. */
const comesOrGoes = (name: string, places: readonly Place[]): boolean =>
  name !== 'member.updated' && (name === 'member.added' || places.every((place) => place.state !== 'active'))

/** To the conversation: all these places changed in its revision `head`. */
export const membersChanged = (
  name: 'member.added' | 'member.removed' | 'member.left' | 'member.updated',
  conversation: LockedConversation,
  places: readonly Place[],
  /** `isQuiet`: in a large conversation nobody is told. */
  { isQuiet = comesOrGoes(name, places) }: { readonly isQuiet?: boolean } = {},
): ChangeEvent => {
  const ended = places.filter((place) => place.state !== 'active').map((place) => place.userId)
  return {
    name,
    scope: 'conversation',
    id: conversation.id,
    after: conversation.headRevision - 1,
    revision: conversation.headRevision,
    payload: { members: places.map(toMember), memberCount: conversation.memberCount },
    ...(ended.length > 0 && { ended }),
    ...(isQuiet && isLarge(conversation.memberCount) && { quiet: true }),
  }
}
