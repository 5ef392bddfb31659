import type { Commands } from '../../platform/commands.ts'
import type { Database } from '../../platform/database.ts'
import type { Bus } from '../../platform/event.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { RequireCustom } from '../custom-data/port.ts'
import { PeopleRepository } from './repository.ts'
import { PeopleService } from './service.ts'

export interface PeopleFeatureParts {
  readonly database: Database
  readonly commands: Commands
  readonly bus: Pick<Bus, 'publish'>
  readonly runtime: Runtime
  readonly requireCustom: RequireCustom
}

/** Binds the person.* commands. */
export function createPeople({ database, commands, bus, runtime, requireCustom }: PeopleFeatureParts): PeopleService {
  const people = new PeopleService({ repository: new PeopleRepository(database), bus, runtime })
  commands.bindUser('person.me', async (_input, caller) => ({ person: await people.get(caller.userId) }))
  commands.bindUser('person.update', async (input, caller) => {
    requireCustom({ holder: 'person', custom: input.custom, doing: 'change the profile' })
    return { person: await people.update(caller.userId, input) }
  })
  commands.bind('person.upsert', async (input) => {
    requireCustom({ holder: 'person', custom: input.custom, doing: 'change the person' })
    return { person: await people.upsertExternal(input) }
  })
  commands.bindUser('person.lookup', async ({ ids }) => ({ people: await people.findByIds(ids) }))
  commands.bindUser('person.search', async ({ query, limit }) => ({ people: await people.search(query, limit ?? 20) }))
  return people
}
