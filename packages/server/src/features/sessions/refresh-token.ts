import { createHmac, timingSafeEqual } from 'node:crypto'

/** A refresh token taken apart; its MAC is not checked yet. */
export interface RefreshToken {
  readonly sessionId: string
  readonly generation: number
  readonly mac: string
}

const shape = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9][0-9]{0,8})\.([A-Za-z0-9_-]{43})$/

/** `<sessionId>.<generation>.<mac>`: made of what is stored, so the same successor can be given twice without storing tokens. */
export const writeRefreshToken = (secret: Uint8Array, sessionId: string, generation: number): string =>
  `${sessionId}.${generation}.${macOf(secret, sessionId, generation)}`

/** Takes a token apart; undefined when it has not the shape of one. */
export function parseRefreshToken(token: string): RefreshToken | undefined {
  const [, sessionId, generation, mac] = shape.exec(token) ?? []
  return sessionId && generation && mac ? { sessionId, generation: Number(generation), mac } : undefined
}

/** Was the token made with this secret? */
export const isGenuine = (secret: Uint8Array, { sessionId, generation, mac }: RefreshToken): boolean =>
  timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(secret, sessionId, generation)))

const macOf = (secret: Uint8Array, sessionId: string, generation: number): string =>
  createHmac('sha256', secret).update(`${sessionId}.${generation}`).digest('base64url')
