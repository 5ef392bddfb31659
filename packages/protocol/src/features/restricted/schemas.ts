import * as Type from 'typebox'
import { Id } from '../../scalars.ts'

/** Members that one message may be for. */
export const maxVisibleTo = 100

/** What a sender may ask for. */
export const restrictedOptions = {
  visibleTo: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: maxVisibleTo, uniqueItems: true, description: 'Only these members, and its sender, see what it says.' })),
}

/** What being for some members only adds to a message. */
export const restrictedParts = {
  ...restrictedOptions,
  restricted: Type.Optional(Type.Literal(true, { description: 'It is for some members only: those stand in `visibleTo`, which is missing for all others. It stays when the message is deleted.' })),
}

/** What those get of a message for some members only who are not among them: its place, and nothing of what it says or for whom it is. */
export const RestrictedContent = Type.Object({ kind: Type.Literal('restricted') })
export type RestrictedContent = Type.Static<typeof RestrictedContent>
