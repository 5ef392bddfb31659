import * as Type from 'typebox'
import { Counter, Id } from '../../scalars.ts'

/** How far somebody has received and read a conversation; both only ever grow. */
export const Mark = Type.Object({
  userId: Id,
  delivered: Type.Integer({ minimum: 0, description: 'Every message up to this position has reached a device.' }),
  read: Type.Integer({ minimum: 0, description: 'Every message up to this position was shown.' }),
})
export type Mark = Type.Static<typeof Mark>

/** The marks of a conversation that moved, and their number. */
export const MarksState = Type.Object({ marksRevision: Counter, marks: Type.Array(Mark) })
export type MarksState = Type.Static<typeof MarksState>

/** One step of a bulk move of the caller's own marks. */
export const MarkMove = Type.Object({
  conversationId: Id,
  delivered: Type.Optional(Counter),
  read: Type.Optional(Counter),
})
export type MarkMove = Type.Static<typeof MarkMove>
