import * as Type from 'typebox'
import { Id, Timestamp } from '../../scalars.ts'
import { Message } from '../messages/schemas.ts'

/** Why an entry stands in somebody's activity: a message calls them, answers one of theirs, or theirs was reacted to. */
export const ActivityKind = Type.Union([Type.Literal('mention'), Type.Literal('reply'), Type.Literal('reaction')])
export type ActivityKind = Type.Static<typeof ActivityKind>

/** Something that concerns the caller. One for each message: of many reactions only the last moves it. */
export const ActivityEntry = Type.Object({
  kind: ActivityKind,
  conversationId: Id,
  at: Timestamp,
  /** As it stands: the one that calls or answers, or the own one that was reacted to. */
  message: Message,
})
export type ActivityEntry = Type.Static<typeof ActivityEntry>

/** How far somebody has looked through their activity; the key is `read`. */
export const ActivityMark = Type.Object({ readTo: Timestamp })
export type ActivityMark = Type.Static<typeof ActivityMark>

/** Unread entries are counted up to here. */
export const activityUnreadLimit = 100
