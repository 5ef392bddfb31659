import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (key: string) => createHash('sha256').update(key).digest()

/** Tells whether a token is one of the host's app keys; takes the same time for every token. */
export function createAppKeyCheck(keys: readonly string[]): (token: string) => boolean {
  const known = keys.map(digest)
  return (token) => {
    const given = digest(token)
    return known.map((key) => timingSafeEqual(key, given)).includes(true)
  }
}
