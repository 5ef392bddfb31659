import * as Type from 'typebox'
import { Id, text, Timestamp } from '../../scalars.ts'
import { Content } from '../messages/content.ts'
import { Message } from '../messages/schemas.ts'

/** Messages that one person may flag within 24 hours. */
export const maxFlagsADay = 100

/** Why somebody flags a message. */
export const FlagReason = Type.Union([
  Type.Literal('spam'), Type.Literal('harassment'), Type.Literal('hate'), Type.Literal('violence'), Type.Literal('sexual'),
  Type.Literal('self_harm'), Type.Literal('illegal'), Type.Literal('other'),
])
export type FlagReason = Type.Static<typeof FlagReason>

/** What became of a flag: the host did something about the message, or found nothing wrong with it. */
export const FlagOutcome = Type.Union([Type.Literal('upheld'), Type.Literal('dismissed')])
export type FlagOutcome = Type.Static<typeof FlagOutcome>

/** What somebody adds in words. */
export const FlagNote = text({ min: 1, max: 500 })

/** The caller's own flag of a message. */
export const OwnFlag = Type.Object({ messageId: Id, reason: FlagReason, note: Type.Optional(FlagNote), flaggedAt: Timestamp })
export type OwnFlag = Type.Static<typeof OwnFlag>

/** How a host closed a flag. */
export const FlagResolution = Type.Object({ outcome: FlagOutcome, note: Type.Optional(FlagNote), at: Timestamp })
export type FlagResolution = Type.Static<typeof FlagResolution>

/** A flag as host backends see it. */
export const Flag = Type.Object({
  id: Id,
  /** Who flagged it; nobody in the conversation learns it. */
  userId: Id,
  reason: FlagReason,
  note: Type.Optional(FlagNote),
  flaggedAt: Timestamp,
  conversationId: Id,
  revision: Type.Integer({ minimum: 1, description: 'The revision of the message that was flagged; with another one it was changed since.' }),
  /** As it stands. */
  message: Message,
  /** What it said, if it was deleted and auditors can still read it. */
  deletedContent: Type.Optional(Content),
  resolution: Type.Optional(FlagResolution),
})
export type Flag = Type.Static<typeof Flag>
