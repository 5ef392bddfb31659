import type { Features } from './features/index.ts'
import { createHostApi } from './host/host-api.ts'
import { callerFor, createInProcessTransport } from './host/in-process.ts'
import type { Admin } from './palaver.ts'
import type { Commands } from './platform/commands.ts'
import type { Passwords } from './platform/passwords.ts'

export interface AdminParts {
  readonly commands: Commands
  readonly features: Features
  readonly passwords: Passwords
}

/** Makes what whoever runs the server may do, from the ports of the features. */
export function createAdmin({ commands, features, passwords }: AdminParts): Admin {
  const { people, accounts } = features
  return {
    ...createHostApi(createInProcessTransport({ commands, people })),
    createUser: async ({ email, password, ...person }) => {
      if (email === undefined || password === undefined) return people.create(person)
      return accounts.createUser({ ...person, email, passwordHash: await passwords.hash(password) })
    },
    findUserByHandle: (handle) => people.findByHandle(handle),
    actAs: (userId) => callerFor(people, userId),
  }
}
