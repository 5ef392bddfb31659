// What other features need of messages: telling of what they change, in the same transaction.
export { SystemNotes } from './system-notes.ts'
