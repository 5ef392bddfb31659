/**
 * Bytes that share their buffer with others (small Buffers lie in a pool of 8 KiB) would cross to the thread with all of it:
 * gives them a buffer of their own.
 */
export function owned(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.byteLength === value.buffer.byteLength ? value : new Uint8Array(value)
  if (Array.isArray(value)) return value.some((item) => item instanceof Uint8Array) ? value.map(owned) : value
  return value
}
