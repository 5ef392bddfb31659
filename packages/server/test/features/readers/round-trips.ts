import type { RoundTrips } from '../../support/round-trips.ts'

export const roundTrips: RoundTrips = {
  'message.readers': { trips: 2, arrange: async ({ groupId, directWith, messageId }, { palaver }) => {
    await palaver.database.query('UPDATE members SET joined_at = now() - interval \'1 day\', read_position = 1, delivered_position = 1 WHERE conversation_id = $1 AND user_id = $2', [groupId, directWith])
    return { input: { conversationId: groupId, messageId } }
  } },
}
