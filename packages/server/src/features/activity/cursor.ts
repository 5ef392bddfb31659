import { PalaverError } from '@palaver/protocol'
import type { ActivityCursor } from './repository.ts'

/** Above every entry: where the first page begins. */
export const newest: ActivityCursor = { at: 8_640_000_000_000_000, conversationId: 'ffffffff-ffff-ffff-ffff-ffffffffffff', position: Number.MAX_SAFE_INTEGER }

/** A cursor as it travels. */
export const writeCursor = ({ at, conversationId, position }: ActivityCursor): string => Buffer.from(`${at} ${conversationId} ${position}`).toString('base64url')

/** @throws {PalaverError} `invalid_input` when it is not a cursor of this list. */
export const readCursor = (cursor: string): ActivityCursor => {
  const [, at, conversationId, position] = /^(\d{1,15}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (at === undefined || conversationId === undefined || position === undefined) {
    throw new PalaverError('invalid_input', 'unable to list the activity; the cursor is not one of this list', { path: '/cursor' })
  }
  return { at: Number(at), conversationId, position: Number(position) }
}
