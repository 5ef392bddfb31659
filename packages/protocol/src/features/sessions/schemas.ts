import * as Type from 'typebox'
import { Id, Timestamp, line } from '../../scalars.ts'

/** What a sign-in gives. The refresh token is good for one use; its predecessor gets the same successor for 30 s. */
export const SessionTokens = Type.Object({
  userId: Id,
  sessionId: Id,
  accessToken: Type.String(),
  accessTokenExpiresAt: Timestamp,
  refreshToken: Type.String(),
  refreshTokenExpiresAt: Timestamp,
})
export type SessionTokens = Type.Static<typeof SessionTokens>

/** What a device is called: by the person, or made from the browser's name when it signed in. */
export const DeviceName = line({ max: 120, description: 'What the device is called.' })

/** A session as its owner sees it: a device on which they are signed in. */
export const DeviceSession = Type.Object({
  id: Id,
  device: Type.Optional(DeviceName),
  createdAt: Timestamp,
  /** When it signed in or last took new tokens: within the life of an access token of the last command. */
  lastUsedAt: Timestamp,
  /** The session that asks. */
  current: Type.Boolean(),
})
export type DeviceSession = Type.Static<typeof DeviceSession>

/** An email address as typed: compared without regard to case. */
export const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@\\p{Cc}\\p{Cs}]{1,64}@[^\\s@\\p{Cc}\\p{Cs}]+\\.[^\\s@\\p{Cc}\\p{Cs}]+$' })
/** A password that is there already, whatever was asked of it once. */
export const CurrentPassword = Type.String({ minLength: 1, maxLength: 200 })
/** A password: 10 to 200 code points, any characters. */
export const Password = Type.String({ minLength: 10, maxLength: 200, pattern: '^[^\\u0000\\p{Cs}]{10,200}$' })
