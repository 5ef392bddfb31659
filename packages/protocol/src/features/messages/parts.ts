import * as Type from 'typebox'
import { disappearPart } from '../disappearing/schemas.ts'
import { editPart } from '../edits/schemas.ts'
import { forwardPart } from '../forwards/schemas.ts'
import { mentionPart } from '../mentions/schemas.ts'
import { pollPart } from '../polls/schemas.ts'
import { priorityParts } from '../priorities/schemas.ts'
import { pinPart } from '../pins/schemas.ts'
import { streamPart } from '../streams/schemas.ts'
import { restrictedParts } from '../restricted/schemas.ts'
import { reactionPart } from '../reactions/schemas.ts'
import { threadParts } from '../threads/schemas.ts'

/** What features add to a message, each its own optional fields: state of the row, the same for everyone who may see what it says. */
export const messageParts = {
  ...editPart, ...mentionPart, ...forwardPart, ...priorityParts, ...pinPart, ...reactionPart, ...threadParts, ...streamPart, ...pollPart, ...disappearPart, ...restrictedParts,
} as const

export const MessageParts = Type.Object(messageParts)
export type MessageParts = Type.Static<typeof MessageParts>
