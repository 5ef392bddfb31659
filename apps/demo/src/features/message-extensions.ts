import { deletionExtension } from './deletions/deletion-extension.tsx'
import { disappearingExtension } from './disappearing/disappearing-extension.tsx'
import { editExtension } from './edits/edit-extension.tsx'
import { forwardExtension } from './forwards/forward-extension.tsx'
import { flagExtension } from './flags/flag-extension.ts'
import { hiddenExtension } from './hidden/hidden-extension.ts'
import { basicExtension } from './messages/basic-extension.ts'
import { kindExtension } from './kinds/kind-extension.tsx'
import type { MessageExtension } from './messages/message-extension.ts'
import { threadExtension } from './threads/thread-extension.tsx'
import { pinExtension } from './pins/pin-extension.ts'
import { priorityExtension } from './priorities/priority-extension.tsx'
import { pollExtension } from './polls/poll-extension.ts'
import { reactionExtension } from './reactions/reaction-extension.ts'
import { readerExtension } from './readers/reader-extension.ts'
import { reminderExtension } from './reminders/reminder-extension.ts'
import { restrictedExtension } from './restricted/restricted-extension.tsx'
import { savedExtension } from './saved/saved-extension.ts'
import { streamExtension } from './streams/stream-extension.tsx'

/** What features add to the messages of the timeline, in the order in which it stands there and in the menu. */
export const messageExtensions: readonly MessageExtension[] = [
  restrictedExtension, reactionExtension, basicExtension, forwardExtension, editExtension, pollExtension, readerExtension, pinExtension, savedExtension, reminderExtension,
  flagExtension, hiddenExtension, deletionExtension, kindExtension, disappearingExtension, priorityExtension, streamExtension, threadExtension,
]
