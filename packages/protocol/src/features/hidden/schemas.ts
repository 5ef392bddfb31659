import * as Type from 'typebox'
import { Id } from '../../scalars.ts'

/** A message that somebody deleted for themselves; its key is the message's id. */
export const Hidden = Type.Object({ conversationId: Id })
export type Hidden = Type.Static<typeof Hidden>

/** Messages that one command hides or shows. */
export const maxHiddenAtOnce = 50
