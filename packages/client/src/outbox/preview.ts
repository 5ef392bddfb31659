import type { TimelineMessage } from '../features/messages/timeline-message.ts'
import type { PendingChange } from './entry.ts'

/** The message as it will be once the change is made. */
export type Preview = (item: TimelineMessage, change: PendingChange) => TimelineMessage
