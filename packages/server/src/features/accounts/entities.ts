import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** An account that was asked for and waits for its code. */
export const RegistrationEntity = defineEntity({
  name: 'Registration',
  tableName: 'registrations',
  properties: {
    email: p.text().primary(),
    name: p.text(),
    handle: p.text(),
    passwordHash: p.text(),
    codeHash: p.uint8array(),
    attempts: p.smallint().default(0),
    expiresAt: p.datetime(),
  },
})

export type Registration = InferEntity<typeof RegistrationEntity>
