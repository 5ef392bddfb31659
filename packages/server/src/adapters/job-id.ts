import { createHash } from 'node:crypto'

/**
 * The same name in the same queue gives the same uuid (UUIDv8 of a SHA-256): pg-boss knows jobs by nothing else, and BullMQ refuses names
 * that are numbers or hold a colon.
 */
export function jobId(queue: string, id: string): string {
  const bytes = createHash('sha256').update(`${queue}\0${id}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
