import type { Conversation, Member } from '@palaver/protocol'

/** Role of a person in the whole deployment. */
export type AppRole = 'admin' | 'moderator' | 'user' | 'guest' | 'bot'
/** Role of a member in one conversation. */
export type MemberRole = Member['role']
/** Type of a conversation. */
export type ConversationType = Conversation['type']

/** Everything that the table decides. */
export type Permission =
  | 'conversation.create'
  | 'conversation.direct'
  | 'conversation.read'
  | 'conversation.update'
  | 'conversation.disappear'
  | 'conversation.leave'
  | 'conversation.transfer'
  | 'member.add'
  | 'member.remove'
  | 'member.custom'
  | 'member.update'
  | 'message.delete'
  | 'message.deleteOthers'
  | 'message.deleted'
  | 'mention.wide'
  | 'message.acknowledge'
  | 'message.edit'
  | 'message.pin'
  | 'message.react'
  | 'message.restrict'
  | 'message.send'
  | 'message.urgent'
  | 'poll.close'
  | 'poll.closeOthers'
  | 'poll.vote'
  | 'typing.send'
  | 'ephemeral.send'

/** In which seat somebody asks: their app role, and their place in the conversation if they have one. */
export interface Seat {
  readonly appRole: AppRole
  readonly memberRole?: MemberRole
  readonly conversationType?: ConversationType
}

/** Member roles from the highest to the lowest. */
export const memberRoles = ['owner', 'admin', 'moderator', 'member', 'viewer'] as const satisfies readonly MemberRole[]

type Rule = { readonly app: readonly AppRole[]; readonly member?: Partial<Record<ConversationType, readonly MemberRole[]>> }

const everyone: readonly AppRole[] = ['admin', 'moderator', 'user', 'guest', 'bot']
const all = memberRoles
const staff = ['owner', 'admin', 'moderator'] as const
const writers = ['owner', 'admin', 'moderator', 'member'] as const

/** The one table. A rule with `member` needs an active member of one of these roles; without it the app role alone decides. */
const table: Readonly<Record<Permission, Rule>> = {
  'conversation.create': { app: ['admin', 'moderator', 'user', 'bot'] },
  'conversation.direct': { app: ['admin', 'moderator', 'user', 'bot'] },
  'conversation.read': { app: everyone, member: { direct: all, group: all, channel: all } },
  'conversation.update': { app: everyone, member: { group: ['owner', 'admin'], channel: ['owner', 'admin'] } },
  'conversation.disappear': { app: everyone, member: { direct: all, group: ['owner', 'admin'], channel: ['owner', 'admin'] } },
  'conversation.leave': { app: everyone, member: { group: all, channel: all } },
  'conversation.transfer': { app: everyone, member: { group: ['owner'], channel: ['owner'] } },
  'member.add': { app: ['admin', 'moderator', 'user', 'bot'], member: { group: writers, channel: staff } },
  'member.remove': { app: everyone, member: { group: staff, channel: staff } },
  'member.custom': { app: everyone, member: { direct: writers, group: writers, channel: writers } },
  'member.update': { app: everyone, member: { group: ['owner', 'admin'], channel: ['owner', 'admin'] } },
  'message.delete': { app: everyone, member: { direct: writers, group: writers, channel: writers } },
  'message.deleteOthers': { app: everyone, member: { group: staff, channel: staff } },
  'message.deleted': { app: ['admin', 'moderator'] },
  'mention.wide': { app: everyone, member: { direct: writers, group: writers, channel: staff } },
  'message.acknowledge': { app: everyone, member: { direct: all, group: all, channel: all } },
  'message.edit': { app: everyone, member: { direct: writers, group: writers, channel: staff } },
  'message.pin': { app: everyone, member: { direct: writers, group: staff, channel: staff } },
  'message.react': { app: everyone, member: { direct: writers, group: writers, channel: writers } },
  'message.restrict': { app: ['admin', 'moderator', 'user', 'bot'], member: { direct: writers, group: writers, channel: staff } },
  'message.send': { app: everyone, member: { direct: writers, group: writers, channel: staff } },
  'message.urgent': { app: ['admin', 'moderator', 'user', 'bot'], member: { direct: writers, group: writers, channel: staff } },
  'ephemeral.send': { app: everyone, member: { direct: writers, group: writers, channel: staff } },
  'poll.close': { app: everyone, member: { direct: writers, group: writers, channel: writers } },
  'poll.closeOthers': { app: everyone, member: { group: staff, channel: staff } },
  'poll.vote': { app: everyone, member: { direct: writers, group: writers, channel: writers } },
  'typing.send': { app: everyone, member: { direct: writers, group: writers, channel: staff } },
}

/** May somebody in this seat do this? The server decides by it; clients show or hide by it. */
export const can = (permission: Permission, seat: Seat): boolean => {
  const rule = table[permission]
  if (!rule.app.includes(seat.appRole)) return false
  if (!rule.member) return true
  if (!seat.memberRole || !seat.conversationType) return false
  return rule.member[seat.conversationType]?.includes(seat.memberRole) ?? false
}

/** Is `a` of a strictly higher rank than `b`? Only then may `a` remove `b`, or give somebody the role `b`. */
export const outranks = (a: MemberRole, b: MemberRole): boolean => memberRoles.indexOf(a) < memberRoles.indexOf(b)

/**
 * May somebody with the role `mine` give somebody with the role `from` the role `to`? Both must be below their own, so nobody raises
 * themself and nobody becomes owner by it. Beside it they need the permission `member.update`.
 */
export const mayChangeRole = (mine: MemberRole, from: MemberRole, to: MemberRole): boolean => outranks(mine, from) && outranks(mine, to)
