// What other features need of the activity inbox: to note in it what concerns somebody, in their own transaction.
export { type Concern, noteActivity } from './note.ts'
