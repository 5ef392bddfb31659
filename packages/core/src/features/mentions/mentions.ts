import type { Message } from '@palaver/protocol'
import type { MemberRole } from '../permissions/permissions.ts'

/** Who asks whether a message calls them. */
export interface MentionSeat {
  readonly me: string
  /** The caller's role in the conversation, as far as it is known. */
  readonly role?: MemberRole | undefined
  /** Were they online when it came? Unless said otherwise they were. */
  readonly online?: boolean
}

/** Does the message call `me`: by name, by role, or with everybody? One does not call oneself. */
export const mentionsMe = ({ senderId, mentions }: Pick<Message, 'senderId' | 'mentions'>, { me, role, online = true }: MentionSeat): boolean => {
  if (!mentions || senderId === me) return false
  if (mentions.all || mentions.userIds?.includes(me)) return true
  return (mentions.here === true && online) || (role !== undefined && mentions.roles?.includes(role) === true)
}

/** Does it call more people than those whom it names? That needs the permission `mention.wide`. */
export const isWideMention = ({ all, here, roles }: NonNullable<Message['mentions']>): boolean => all === true || here === true || roles !== undefined
