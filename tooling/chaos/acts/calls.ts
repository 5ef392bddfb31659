import { priorities } from '@palaver/client'
import { acknowledgedBy, mentioning } from '../facets.ts'
import type { Act, Ears, Hand } from './hand.ts'
import { newest, otherMember } from './pick.ts'
import { say } from './say.ts'

/** Of those that are urgent, so many call somebody by name as well. */
const bothShare = 0.3

/** Calls somebody by name, asks everybody to acknowledge, and does so. */
export const callActs = {
  mention: {
    share: 0.025,
    take: (hand, conversationId, dice) => {
      const other = otherMember(hand, conversationId, dice)
      if (other !== undefined) say(hand, conversationId, { kind: 'mention', bears: [mentioning(other)], draft: (text) => ({ text, mentions: { userIds: [other] } }) })
    },
  },
  urge: {
    share: 0.015,
    take: (hand, conversationId, dice) => {
      const other = dice < bothShare ? otherMember(hand, conversationId, dice / bothShare) : undefined
      const mentions = other === undefined ? {} : { mentions: { userIds: [other] } }
      say(hand, conversationId, { kind: 'urgent', bears: ['urgent', ...(other === undefined ? [] : [mentioning(other)])], draft: (text) => ({ text, urgent: true, ...mentions }) })
    },
  },
  acknowledge: {
    share: 0.03,
    take: (hand, conversationId) => {
      const conversation = hand.client.conversation(conversationId)
      const messageId = newest(hand, conversationId, (message) => priorities(conversation).canAcknowledge(message))?.id
      if (messageId === undefined) return
      hand.ledger.wishes.ask({ client: hand.name, userId: hand.userId, conversationId, kind: 'acknowledgement', about: messageId, facet: acknowledgedBy(hand.userId) }, 'on')
      priorities(conversation).acknowledge(messageId)
    },
  },
} as const satisfies Record<string, Act>

/** It is known who acknowledged. */
export const callEars: Ears = {
  'message.acknowledge': ({ name, userId, ledger }: Hand, { input: { messageId = '' } }) => ledger.wishes.acknowledged(name, { about: messageId, facet: acknowledgedBy(userId), state: 'on' }),
}
