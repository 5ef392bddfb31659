import * as Type from 'typebox'
import { editPart } from '../edits/schemas.ts'

/** What features add to a message, each its own optional fields: state of the row, the same for every viewer. */
export const messageParts = { ...editPart } as const

export const MessageParts = Type.Object(messageParts)
export type MessageParts = Type.Static<typeof MessageParts>
