import { PalaverError } from '@palaver/protocol'
import type { Features } from './features/index.ts'
import type { Admin } from './palaver.ts'
import type { Passwords } from './platform/passwords.ts'

/** Makes what whoever runs the server may do, from the ports of the features. */
export function createAdmin({ features, passwords }: { readonly features: Features; readonly passwords: Passwords }): Admin {
  const { people, accounts } = features
  return {
    createUser: async ({ email, password, ...person }) => {
      if (email === undefined || password === undefined) return people.create(person)
      return accounts.createUser({ ...person, email, passwordHash: await passwords.hash(password) })
    },
    findUserByHandle: (handle) => people.findByHandle(handle),
    actAs: async (userId) => {
      const standing = await people.findStanding(userId)
      if (!standing?.active) throw new PalaverError('not_found', 'unable to act for somebody; there is no active user of this id')
      return { kind: 'user', userId, role: standing.role, address: 'local', requestId: 'admin', expiresAt: Number.MAX_SAFE_INTEGER }
    },
  }
}
