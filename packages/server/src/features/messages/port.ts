// What other features need of messages: telling of what they change in the same transaction, changing messages that were sent, adding to what
// is sent, and sending.
export { type ContentCheck, type ContentRules, requireFitting } from './content-rules.ts'
export { SystemNotes } from './system-notes.ts'
export { clientIdTaken } from './changes.ts'
export { type AcceptedChange, changedEvent, defineMessageChange, type MessageChange } from './message-change.ts'
export { MessageStates, noParts, partsOf, withoutLasting } from './message-states.ts'
export { findMessage } from './repository.ts'
export type { SendChange } from './send-change.ts'
export type { SendOption } from './send-option.ts'
export { SentRuns } from './sent-runs.ts'
export { type ReadyMessage, type SendParts, submitSend } from './submit-send.ts'
export { ReadableMessages } from './readable-messages.ts'
export { requireShortEnough } from './text-length.ts'
