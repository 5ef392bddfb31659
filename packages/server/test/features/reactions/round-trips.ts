import type { RoundTrips } from '../../support/round-trips.ts'

const emoji = '😀 😃 😄 😁 😆 😅 🤣 😂'.split(' ')
let emojiCount = 0
const nextEmoji = (): string | undefined => emoji[emojiCount++ % emoji.length]

export const roundTrips: RoundTrips = {
  'reaction.add': { trips: 3, statements: 9, arrange: ({ groupId, messageId }) => ({ input: { conversationId: groupId, messageId, emoji: nextEmoji() } }) },
  'reaction.remove': { trips: 3, statements: 9, arrange: async ({ me, groupId, messageId }, { palaver }) => {
    const input = { conversationId: groupId, messageId, emoji: nextEmoji() }
    await palaver.commands.run('reaction.add', input, me, 'socket')
    return { input }
  } },
  'reaction.list': { trips: 2, arrange: async ({ me, groupId, messageId }, { palaver }) => {
    await palaver.commands.run('reaction.add', { conversationId: groupId, messageId, emoji: '👍' }, me, 'socket')
    return { input: { conversationId: groupId, messageId } }
  } },
}
