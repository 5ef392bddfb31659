import { PalaverError } from '@palaver/protocol'
import type { ListCursor } from './views.ts'

/** A cursor as it travels: eight bytes of activity, sixteen of id. */
export const writeListCursor = ({ activity, id }: ListCursor): string => {
  const bytes = Buffer.alloc(24)
  bytes.writeBigInt64BE(BigInt(activity))
  bytes.write(id.replaceAll('-', ''), 8, 'hex')
  return bytes.toString('base64url')
}

/** @throws {PalaverError} `invalid_input` when it is not a cursor of this list. */
export const readListCursor = (cursor: string): ListCursor => {
  const bytes = Buffer.from(cursor, 'base64url')
  const activity = bytes.length === 24 ? Number(bytes.readBigInt64BE()) : -1
  if (!Number.isSafeInteger(activity) || activity < 0) {
    throw new PalaverError('invalid_input', 'unable to list conversations; the cursor is not one of this list', { path: '/cursor' })
  }
  return { activity, id: bytes.toString('hex', 8).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') }
}
