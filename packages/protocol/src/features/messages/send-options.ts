import * as Type from 'typebox'
import { mentionPart } from '../mentions/schemas.ts'
import { disappearOptions } from '../disappearing/schemas.ts'
import { priorityOptions } from '../priorities/schemas.ts'
import { restrictedOptions } from '../restricted/schemas.ts'
import { threadOptions } from '../threads/schemas.ts'

/** What features let a sender ask for with a message, each its own optional fields. The message carries what it shows of them under the same names. */
export const sendOptions = { ...mentionPart, ...priorityOptions, ...threadOptions, ...disappearOptions, ...restrictedOptions } as const

export const SendOptions = Type.Object(sendOptions)
export type SendOptions = Type.Static<typeof SendOptions>
