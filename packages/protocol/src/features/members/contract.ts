import * as Type from 'typebox'
import { defineCommand, defineEvent } from '../../contract.ts'
import { Cursor, CustomData, Id } from '../../scalars.ts'
import { Person } from '../people/schemas.ts'
import { Member, MemberRole, Membership } from './schemas.ts'

export const addMembers = defineCommand({
  name: 'member.add',
  summary: 'Add people to a group or channel. Those who are in it already stay as they are.',
  access: 'user',
  input: Type.Object({ conversationId: Id, userIds: Type.Array(Id, { minItems: 1, maxItems: 100 }) }),
  output: Type.Object({ members: Type.Array(Member) }),
  rest: { method: 'POST', path: '/v1/conversations/:conversationId/members', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'write',
})

export const removeMember = defineCommand({
  name: 'member.remove',
  summary: 'Remove somebody of lower rank from a group or channel.',
  access: 'user',
  input: Type.Object({ conversationId: Id, userId: Id }),
  output: Type.Object({ member: Member }),
  rest: { method: 'DELETE', path: '/v1/conversations/:conversationId/members/:userId', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'write',
})

export const updateMember = defineCommand({
  name: 'member.update',
  summary: 'Give somebody of lower rank another role below one\'s own, or other custom data, which people may also give themselves. Ownership passes by `conversation.transfer` only.',
  access: 'user',
  input: Type.Object({ conversationId: Id, userId: Id, role: Type.Optional(MemberRole), custom: Type.Optional(CustomData) }),
  output: Type.Object({ member: Member }),
  rest: { method: 'PATCH', path: '/v1/conversations/:conversationId/members/:userId', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'write',
})

export const transferOwnership = defineCommand({
  name: 'conversation.transfer',
  summary: 'Hand a group or channel over to another member; the owner becomes an admin.',
  access: 'user',
  input: Type.Object({ conversationId: Id, userId: Id }),
  output: Type.Object({ members: Type.Array(Member, { description: 'The new owner, then the caller.' }) }),
  rest: { method: 'POST', path: '/v1/conversations/:conversationId/transfer', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'write',
})

export const leaveConversation = defineCommand({
  name: 'member.leave',
  summary: 'Leave a group or channel. When the owner leaves, the member of the highest rank who joined first becomes owner.',
  access: 'user',
  input: Type.Object({ conversationId: Id }),
  output: Type.Object({ member: Member }),
  rest: { method: 'POST', path: '/v1/conversations/:conversationId/leave', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'write',
})

export const listMembers = defineCommand({
  name: 'member.list',
  summary: 'Page through the active members of a conversation with their profiles.',
  access: 'user',
  input: Type.Object({
    conversationId: Id,
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  }),
  output: Type.Object({ members: Type.Array(Member), people: Type.Array(Person), nextCursor: Type.Optional(Cursor) }),
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/members', status: 200 },
  errors: ['not_found'],
  limit: 'read',
})

const membersPayload = Type.Object({
  members: Type.Array(Member, { minItems: 1 }),
  memberCount: Type.Integer({ minimum: 0, description: 'Active members after it.' }),
})

export const memberAdded = defineEvent({
  name: 'member.added',
  summary: 'People were added.',
  scope: 'conversation',
  payload: membersPayload,
})

export const memberRemoved = defineEvent({
  name: 'member.removed',
  summary: 'Somebody was removed. The one who was removed does not get this event but `membership.changed`.',
  scope: 'conversation',
  payload: membersPayload,
})

export const memberLeft = defineEvent({
  name: 'member.left',
  summary: 'Somebody left; when the owner left, the new owner stands here too.',
  scope: 'conversation',
  payload: membersPayload,
})

export const memberUpdated = defineEvent({
  name: 'member.updated',
  summary: 'Roles or custom data changed; a transfer of ownership changes two at once.',
  scope: 'conversation',
  payload: membersPayload,
})

export const membershipChanged = defineEvent({
  name: 'membership.changed',
  summary: "The caller's own place in conversations changed: added, removed, left, another role.",
  scope: 'user',
  payload: Type.Object({ memberships: Type.Array(Membership, { minItems: 1 }) }),
})
