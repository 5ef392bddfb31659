import { PalaverError } from '@palaver/protocol'
import type { ThreadCursor } from './repository.ts'

/** A cursor as it travels: time and root. */
export const writeThreadCursor = ({ lastReplyAt, id }: ThreadCursor): string => Buffer.from(`${lastReplyAt} ${id}`).toString('base64url')

/** @throws {PalaverError} `invalid_input` when it is not a cursor of this list. */
export const readThreadCursor = (cursor: string): ThreadCursor => {
  const [, lastReplyAt, id] = /^(\d{1,15}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (lastReplyAt === undefined || id === undefined) {
    throw new PalaverError('invalid_input', 'unable to list threads; the cursor is not one of this list', { path: '/cursor' })
  }
  return { lastReplyAt: Number(lastReplyAt), id }
}
