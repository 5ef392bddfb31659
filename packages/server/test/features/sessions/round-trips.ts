import { anonymous, host, newName, type RoundTrips } from '../../support/round-trips.ts'
import { password } from '../../support/test-server.ts'

export const roundTrips: RoundTrips = {
  'session.create': { trips: 2, arrange: async (_world, server) => {
    const handle = newName()
    await server.register(handle)
    return { caller: anonymous, input: { email: `${handle}@example.com`, password } }
  } },
  'session.refresh': { trips: 2, arrange: async (_world, server) => ({ caller: anonymous, input: { refreshToken: (await server.register(newName())).refreshToken } }) },
  'session.end': { trips: 1, arrange: ({ me, sessionIds }) => ({ caller: { ...me, sessionId: sessionIds.at(-1) ?? '' }, input: {} }) },
  'session.list': { trips: 1, arrange: () => ({ input: {} }) },
  'session.revoke': { trips: 1, arrange: ({ sessionIds }) => ({ input: { sessionId: sessionIds.at(-2) } }) },
  'session.revokeOthers': { trips: 1, arrange: () => ({ input: {} }) },
  'token.mint': { trips: 2, arrange: () => ({ caller: host, input: { externalId: newName(), name: 'Hosted', expiresInSeconds: 60 } }) },
}
