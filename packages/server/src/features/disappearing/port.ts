// What other features need of disappearing: that what they send themselves goes at its time.
export { planExpiries } from './repository.ts'
