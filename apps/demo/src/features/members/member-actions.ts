import { mayChangeRole, type Member, outranks, type Permission } from '@palaver/client'
import type { MembersResult } from '@palaver/react'

/** Roles that can be given to somebody without asking again. */
export type GivenRole = Exclude<Member['role'], 'owner'>

/** What somebody may do about a member. */
export interface MemberActions {
  /** The other roles that they may give them, highest first. */
  readonly roles: readonly GivenRole[]
  readonly setRole: (role: GivenRole) => Promise<void>
  readonly transfer?: (() => Promise<void>) | undefined
  readonly remove?: (() => Promise<void>) | undefined
}

/** In which seat somebody looks at the members. */
export interface OwnSeat {
  readonly userId: string
  readonly role: Member['role']
  readonly can: (permission: Permission) => boolean
}

const givenRoles: readonly GivenRole[] = ['admin', 'moderator', 'member', 'viewer']

/** What one may do about a member, by the same rules as the server's. */
export const memberActions = (member: Member, own: OwnSeat, members: MembersResult): MemberActions => {
  const { userId, role } = member
  const other = userId !== own.userId
  return {
    roles: own.can('member.update') ? givenRoles.filter((to) => to !== role && mayChangeRole(own.role, role, to)) : [],
    setRole: (to) => members.setRole(userId, to),
    transfer: other && own.can('conversation.transfer') ? () => members.transferOwnership(userId) : undefined,
    remove: other && own.can('member.remove') && outranks(own.role, role) ? () => members.remove(userId) : undefined,
  }
}
