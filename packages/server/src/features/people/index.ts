import type { Commands } from '../../platform/commands.ts'
import type { Database } from '../../platform/database.ts'
import type { Bus } from '../../platform/event.ts'
import type { Runtime } from '../../platform/runtime.ts'
import { PeopleRepository } from './repository.ts'
import { PeopleService } from './service.ts'

export interface PeopleFeatureParts {
  readonly database: Database
  readonly commands: Commands
  readonly bus: Pick<Bus, 'publish'>
  readonly runtime: Runtime
}

/** Binds the person.* commands. */
export function createPeople({ database, commands, bus, runtime }: PeopleFeatureParts): PeopleService {
  const people = new PeopleService({ repository: new PeopleRepository(database), bus, runtime })
  commands.bindUser('person.me', async (_input, caller) => ({ person: await people.get(caller.userId) }))
  commands.bindUser('person.update', async (input, caller) => ({ person: await people.update(caller.userId, input) }))
  commands.bind('person.upsert', async (input) => ({ person: await people.upsertExternal(input) }))
  commands.bindUser('person.lookup', async ({ ids }) => ({ people: await people.findByIds(ids) }))
  commands.bindUser('person.search', async ({ query, limit }) => ({ people: await people.search(query, limit ?? 20) }))
  return people
}
