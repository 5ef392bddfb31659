import type { RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'mark.update': { trips: 2, arrange: async ({ groupId, directWith }, { palaver }) => ({ caller: await palaver.admin.actAs(directWith), input: { marks: [{ conversationId: groupId, read: Number.MAX_SAFE_INTEGER }] } }) },
  'mark.list': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId } }) },
}
