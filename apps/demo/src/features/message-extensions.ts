import { deletionExtension } from './deletions/deletion-extension.tsx'
import { editExtension } from './edits/edit-extension.tsx'
import type { MessageExtension } from './messages/message-extension.ts'

/** What features add to the messages of the timeline, in the order in which it stands there. */
export const messageExtensions: readonly MessageExtension[] = [editExtension, deletionExtension]
