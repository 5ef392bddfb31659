import { PalaverError } from '@palaver/protocol'

/** Where a page of hits ends. */
export interface SearchCursor {
  readonly rank: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly conversationId: string
  readonly position: number
  /** The page before searched what is spelled alike, too. */
  readonly similar: boolean
}

const size = 34

/** A cursor as it travels: one byte each of rank and spelling, eight of time, sixteen of the conversation, eight of position. */
export function writeSearchCursor({ rank, at, conversationId, position, similar }: SearchCursor): string {
  const bytes = Buffer.alloc(size)
  bytes.writeUInt8(rank)
  bytes.writeUInt8(similar ? 1 : 0, 1)
  bytes.writeBigInt64BE(BigInt(at), 2)
  bytes.write(conversationId.replaceAll('-', ''), 10, 'hex')
  bytes.writeBigInt64BE(BigInt(position), 26)
  return bytes.toString('base64url')
}

/** @throws {PalaverError} `invalid_input` when it is not a cursor of a search. */
export function readSearchCursor(cursor: string): SearchCursor {
  const bytes = Buffer.from(cursor, 'base64url')
  const [at, position] = bytes.length === size ? [Number(bytes.readBigInt64BE(2)), Number(bytes.readBigInt64BE(26))] : [-1, -1]
  if (![at, position].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    throw new PalaverError('invalid_input', 'unable to search; the cursor is not one of this search', { path: '/cursor' })
  }
  const conversationId = bytes.toString('hex', 10, 26).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { rank: bytes.readUInt8(0), similar: bytes.readUInt8(1) === 1, at, conversationId, position }
}
