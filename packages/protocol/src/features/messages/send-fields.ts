import * as Type from 'typebox'
import { CustomData, Id } from '../../scalars.ts'
import { SendableContent } from './content.ts'
import { sendOptions } from './send-options.ts'

/** What a sender says with a message and asks for, without where and when. */
export const sendFields = {
  content: SendableContent,
  replyToId: Type.Optional(Id),
  custom: Type.Optional(CustomData),
  ...sendOptions,
} as const
