import * as Type from 'typebox'
import { Counter } from '../../scalars.ts'

/** How many of the other members have a message: of all that may read it, its sender left out. */
export const ReaderCounts = Type.Object({
  read: Counter,
  delivered: Type.Integer({ minimum: 0, description: 'Those who have read it among them.' }),
  members: Type.Integer({ minimum: 0, description: 'How many others there are.' }),
  exact: Type.Boolean({ description: 'False in large conversations: then the counts are estimated from a sample of the members.' }),
})
export type ReaderCounts = Type.Static<typeof ReaderCounts>
