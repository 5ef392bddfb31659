import { randomFillSync } from 'node:crypto'

const bytesOfAnId = 8
/** One call for random bytes costs as much as ten ids. */
const idsOfAPool = 1024

/**
 * Makes UUIDv7s (RFC 9562, method 1: a counter in `rand_a`, 62 random bits) that only ever grow, also within a millisecond and when the
 * clock goes back.
 */
export function createUuidV7(now: () => number): () => string {
  const pool = Buffer.alloc(bytesOfAnId * idsOfAPool)
  let at = pool.length
  let time = -1
  let counter = 0
  let stamp = ''

  const setTime = (ms: number): void => {
    time = ms
    counter = 0
    const hex = ms.toString(16).padStart(12, '0')
    stamp = `${hex.slice(0, 8)}-${hex.slice(8)}-7`
  }

  return () => {
    const ms = now()
    if (ms > time) setTime(ms)
    else if (++counter > 0xfff) setTime(time + 1)
    if (at === pool.length) {
      randomFillSync(pool)
      at = 0
    }
    pool[at] = ((pool[at] ?? 0) & 0x3f) | 0x80
    const variant = pool.toString('hex', at, at + 2)
    const tail = pool.toString('hex', at + 2, at + bytesOfAnId)
    at += bytesOfAnId
    return `${stamp}${counter.toString(16).padStart(3, '0')}-${variant}-${tail}`
  }
}
