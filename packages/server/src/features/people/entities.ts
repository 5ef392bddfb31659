import { defineEntity, p, type InferEntity } from '@mikro-orm/core'
import type { AppRole } from '@palaver/core'
import type { Person } from '@palaver/protocol'

/** A person of this deployment. */
export const UserEntity = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    externalId: p.text().nullable(),
    handle: p.text(),
    name: p.text(),
    avatarHue: p.smallint(),
    bio: p.text().nullable(),
    role: p.text().$type<AppRole>().default('user'),
    state: p.text().$type<'active' | 'suspended'>().default('active'),
    custom: p.json<NonNullable<Person['custom']>>().nullable(),
    profileVersion: p.bigint('number').default(1),
  },
})

export type User = InferEntity<typeof UserEntity>
