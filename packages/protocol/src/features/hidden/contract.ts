import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Id } from '../../scalars.ts'
import { onceFields } from '../messages/change-fields.ts'
import { PrivateRows } from '../private-rows/schemas.ts'
import { maxHiddenAtOnce } from './schemas.ts'

const messageIds = Type.Array(Id, { minItems: 1, maxItems: maxHiddenAtOnce, uniqueItems: true })

export const hideMessages = defineCommand({
  name: 'message.hide',
  summary: 'Delete messages for oneself, on all of one\'s devices; nobody else knows. Those that cannot be read are left out.',
  access: 'user',
  input: Type.Object({ conversationId: Id, messageIds, ...onceFields }),
  output: PrivateRows,
  rest: { method: 'PUT', path: '/v1/conversations/:conversationId/hidden-messages', status: 200 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'write',
})

export const unhideMessages = defineCommand({
  name: 'message.unhide',
  summary: 'Show messages again that were deleted for oneself, also those that cannot be read any more.',
  access: 'user',
  input: Type.Object({ messageIds, ...onceFields }),
  output: PrivateRows,
  rest: { method: 'POST', path: '/v1/me/hidden-messages/removal', status: 200 },
  errors: ['idempotency_conflict'],
  limit: 'write',
})
