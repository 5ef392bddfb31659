import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** How somebody logs in with a password. */
export const CredentialsEntity = defineEntity({
  name: 'Credentials',
  tableName: 'credentials',
  properties: {
    userId: p.uuid().primary(),
    email: p.text(),
    passwordHash: p.text(),
  },
})

/** A device that logged in. */
export const SessionEntity = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    device: p.text().nullable(),
    secret: p.uint8array(),
    generation: p.integer().default(1),
    rotatedAt: p.datetime(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
  },
})

export type Session = InferEntity<typeof SessionEntity>
export type Credentials = InferEntity<typeof CredentialsEntity>
