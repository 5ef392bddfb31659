import { seedPeople } from '../../support/community.ts'
import { host, newName, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'person.me': { trips: 1, arrange: () => ({ input: {} }) },
  'person.update': { trips: 2, arrange: () => ({ input: { name: newName() } }) },
  'person.upsert': { trips: 4, arrange: () => ({ caller: host, input: { externalId: newName(), name: 'Hosted' } }) },
  'person.suspend': { trips: 1, arrange: async (_world, { palaver }) => ({ caller: host, input: { userId: (await seedPeople(palaver.database, 1))[0] } }) },
  'person.reinstate': { trips: 1, arrange: async (_world, { palaver }) => ({ caller: host, input: { userId: (await seedPeople(palaver.database, 1))[0] } }) },
  'person.lookup': { trips: 1, arrange: ({ members }) => ({ input: { ids: members.slice(0, 100) } }) },
  'person.search': { trips: 2, statements: 4, arrange: () => ({ input: { query: 'person' } }) },
}
