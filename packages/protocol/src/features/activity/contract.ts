import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Cursor, Timestamp } from '../../scalars.ts'
import { PrivateRows } from '../private-rows/schemas.ts'
import { ActivityEntry, activityUnreadLimit } from './schemas.ts'

export const listActivity = defineCommand({
  name: 'activity.list',
  summary: "Page through what concerns the caller, the newest first: messages that call them or answer theirs, and reactions to theirs. A page may be shorter than `limit`, also empty, and not be the last.",
  access: 'user',
  input: Type.Object({
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
  }),
  output: Type.Object({
    entries: Type.Array(ActivityEntry),
    readTo: Type.Integer({ minimum: 0, description: 'Entries of a later time are unread.' }),
    unread: Type.Optional(Type.Integer({ minimum: 0, maximum: activityUnreadLimit, description: 'How many are, on the first page; no more are counted than 100.' })),
    nextCursor: Type.Optional(Cursor),
  }),
  rest: { method: 'GET', path: '/v1/me/activity', status: 200 },
  errors: [],
  limit: 'readMessages',
})

export const readActivity = defineCommand({
  name: 'activity.read',
  summary: 'Mark the activity up to a time as read, on all devices. The mark never goes back, and not into the future.',
  access: 'user',
  input: Type.Object({ readTo: Timestamp }),
  output: PrivateRows,
  rest: { method: 'PUT', path: '/v1/me/activity/read', status: 200 },
  errors: [],
  limit: 'write',
})
