import type { Platform } from './platform.ts'

const hex = (value: number, length: number) => value.toString(16).padStart(length, '0')

/**
 * UUIDv7s (RFC 9562, method 1: a counter in `rand_a`) that only ever grow, also past `after` and when the clock goes back:
 * sorted by name, what was made here stands in the order it was made.
 */
export const createUuids = (platform: Pick<Platform, 'now' | 'randomBytes'>) => {
  let time = 0
  let counter = 0
  return {
    next: (): string => {
      const now = platform.now()
      if (now > time) {
        time = now
        counter = 0
      } else if (++counter > 0xfff) {
        time += 1
        counter = 0
      }
      const bytes = platform.randomBytes(8)
      bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x80
      const tail = [...bytes].map((byte) => hex(byte, 2)).join('')
      const stamp = hex(time, 12)
      return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex(counter, 3)}-${tail.slice(0, 4)}-${tail.slice(4)}`
    },
    /** Everything made from now on is greater than this one. */
    passBy: (uuid: string): void => {
      const after = Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16) + 1
      if (after <= time) return
      time = after
      counter = 0
    },
  }
}

/** Makes the client ids of one client. */
export type Uuids = ReturnType<typeof createUuids>
