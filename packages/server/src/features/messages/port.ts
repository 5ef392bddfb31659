// What other features need of messages: telling of what they change in the same transaction, and changing messages that were sent.
export { SystemNotes } from './system-notes.ts'
export { type AcceptedChange, defineMessageChange, type MessageChange } from './message-change.ts'
export { noParts, partsOf } from './message-states.ts'
export { requireShortEnough } from './text-length.ts'
