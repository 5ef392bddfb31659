import { PalaverError } from '@palaver/protocol'
import type { ReactionsCursor } from './repository.ts'

/** A cursor as it travels: revision and emoji. */
export const writeCursor = ({ emoji, revision }: ReactionsCursor): string => Buffer.from(`${revision} ${emoji}`).toString('base64url')

/** @throws {PalaverError} `invalid_input` when it is not a cursor of this list. */
export const readCursor = (cursor: string): ReactionsCursor => {
  const [, revision, emoji] = /^(\d{1,15}) ([^\0]{1,32})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (revision === undefined || emoji === undefined) {
    throw new PalaverError('invalid_input', 'unable to list reactions; the cursor is not one of this list', { path: '/cursor' })
  }
  return { emoji, revision: Number(revision) }
}
