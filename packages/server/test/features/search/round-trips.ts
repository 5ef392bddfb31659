import type { RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'message.search': { trips: 3, statements: 5, arrange: () => ({ input: { query: 'nobody says xylophone' } }) },
}
