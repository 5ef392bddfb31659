import { polls } from '@palaver/client'
import { votesOf } from '../facets.ts'
import type { Act, Ears, Hand } from './hand.ts'
import { say } from './say.ts'

const optionIds = ['tea', 'coffee', 'milk', 'water'] as const

const ask = (hand: Hand, conversationId: string, dice: number): void =>
  say(hand, conversationId, {
    kind: 'poll',
    draft: (question) => ({ content: { kind: 'poll', question, options: optionIds.map((id) => ({ id, text: id })), multiple: dice < 0.15, anonymous: dice > 0.2 } }),
  })

/** Some options, one of them unless the poll takes more; at the end of the dice none, which takes a vote back. */
const choose = (multiple: boolean, dice: number): readonly string[] => {
  const number = Math.floor(dice * 10)
  if (number === 9) return []
  return optionIds.filter((_, at) => (multiple ? ((number + 1) >> at) % 2 === 1 : number % optionIds.length === at))
}

/** Asks where nobody has asked, and now and then anew; otherwise votes in the newest poll. */
export const pollActs = {
  poll: {
    share: 0.05,
    take: (hand, conversationId, dice) => {
      const conversation = hand.client.conversation(conversationId)
      const poll = conversation.messages.getSnapshot().items.findLast(({ id, content }) => id !== undefined && content.kind === 'poll')
      if (poll?.id === undefined || poll.content.kind !== 'poll' || dice < 0.25) {
        ask(hand, conversationId, dice)
        return
      }
      if (!hand.leads(conversationId)) return
      const chosen = choose(poll.content.multiple, (dice - 0.25) / 0.75)
      hand.ledger.wishes.ask({ client: hand.name, userId: hand.userId, conversationId, kind: 'vote', about: poll.id, facet: 'vote' }, votesOf(chosen))
      polls(conversation).vote(poll.id, chosen)
    },
  },
} as const satisfies Record<string, Act>

/** A vote counts. */
export const pollEars: Ears = {
  'poll.vote': (hand, { input: { messageId = '', ...input } }) =>
    hand.ledger.wishes.acknowledged(hand.name, { about: messageId, facet: 'vote', state: votesOf(input['optionIds'] as readonly string[]) }),
}
