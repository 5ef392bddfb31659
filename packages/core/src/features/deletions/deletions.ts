import type { Message } from '@palaver/protocol'
import { can, type MemberRole, outranks, type Seat } from '../permissions/permissions.ts'

/** How long a deletion may be undone, in milliseconds, unless a deployment says otherwise. */
export const defaultUndoDeleteMs = 30_000

/** Who asks to delete a message. */
export interface DeleteSeat extends Seat {
  readonly me: string
  /** Of the message's sender in the conversation; absent when they are not a member any more. */
  readonly senderRole?: MemberRole | undefined
}

/** May `me` delete the message for everyone? Their own at any time; as staff also those of people below them, and of people who went. */
export const mayDelete = ({ senderId, content }: Pick<Message, 'senderId' | 'content'>, { me, senderRole, ...seat }: DeleteSeat): boolean => {
  if (content.kind === 'system') return false
  if (senderId === me) return can('message.delete', seat)
  return can('message.deleteOthers', seat) && (!senderRole || (!!seat.memberRole && outranks(seat.memberRole, senderRole)))
}

/** Who asks to undo a deletion, when, and how long that is possible, all in milliseconds. */
export interface RestoreSeat {
  readonly me: string
  readonly now: number
  readonly windowMs?: number
}

/** May `me` undo the deletion of the message? Only who deleted it, as long as the window is open. The role must allow `message.delete` beside it. */
export const mayRestore = ({ content }: Pick<Message, 'content'>, { me, now, windowMs = defaultUndoDeleteMs }: RestoreSeat): boolean =>
  content.kind === 'deleted' && !content.expired && content.by === me && now - content.at <= windowMs
