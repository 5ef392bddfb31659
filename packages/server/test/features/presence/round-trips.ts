import { newName, type RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'presence.set': { trips: 1, arrange: () => ({ input: { status: 'away', text: newName() } }) },
  'presence.watch': { trips: 2, arrange: ({ members }) => ({ input: { people: members.slice(1, 100).map((id) => [id, 0]) } }) },
}
