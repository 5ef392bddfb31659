import type { RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'activity.list': { trips: 1, arrange: () => ({ input: { limit: 50 } }) },
  'activity.read': { trips: 3, statements: 8, arrange: async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return { input: { readTo: Date.now() } }
  } },
}
