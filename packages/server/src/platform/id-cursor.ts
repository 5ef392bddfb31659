import { PalaverError } from '@palaver/protocol'

/** Below every id: where a list begins that is ordered by ids. */
export const firstId = '00000000-0000-0000-0000-000000000000'

/** The cursor of a list that is ordered by ids: the last id of the page. */
export const writeIdCursor = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')

/** @throws {PalaverError} `invalid_input` when it is not a cursor of such a list; `doing` as it stands in the refusal: "list flags". */
export const readIdCursor = (cursor: string, doing: string): string => {
  const hex = Buffer.from(cursor, 'base64url').toString('hex')
  if (hex.length !== 32) throw new PalaverError('invalid_input', `unable to ${doing}; the cursor is not one of this list`, { path: '/cursor' })
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
