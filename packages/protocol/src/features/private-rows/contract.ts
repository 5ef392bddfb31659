import { defineEvent } from '../../contract.ts'
import { PrivateRows } from './schemas.ts'

export const privateChanged = defineEvent({
  name: 'private.changed',
  summary: 'What is private to the caller changed on one of their devices, or because its time came.',
  scope: 'user',
  payload: PrivateRows,
})
