import * as Type from 'typebox'
import { Timestamp } from '../../scalars.ts'
import { TextContent } from '../messages/content.ts'

/** What editing adds to a message. */
export const editPart = {
  editedAt: Type.Optional(Type.Integer({ ...Timestamp, description: 'When its content was replaced last.' })),
}

/** What a message said before. */
export const EditedContent = Type.Object({
  content: TextContent,
  replacedAt: Timestamp,
  revision: Type.Integer({ minimum: 1, description: 'Revision of the conversation at the edit that replaced it.' }),
})
export type EditedContent = Type.Static<typeof EditedContent>
