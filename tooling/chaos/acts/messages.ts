import { deletions, edits, pins, reactions } from '@palaver/client'
import { edited } from '../said.ts'
import type { OnOffKind } from '../wishes.ts'
import type { Act, Ears, Hand } from './hand.ts'
import { newest, newestOwn } from './pick.ts'
import { say } from './say.ts'

interface Toggle { readonly hand: Hand; readonly conversationId: string; readonly kind: OnOffKind; readonly facet: string }

/** Turns over what this client said last of it. */
const turn = ({ hand, conversationId, kind, facet }: Toggle, about: string): boolean =>
  hand.ledger.wishes.turn({ client: hand.name, userId: hand.userId, conversationId, kind, about, facet })

const reactionOf = ({ emoji, userId }: Hand): string => `${emoji} ${userId}`

/** Says something, and changes what was said. */
export const messageActs = {
  write: {
    share: 0.3,
    take: (hand, conversationId, dice) => {
      const messages = dice < 0.8 ? 1 : 1 + Math.floor((dice - 0.8) * 20)
      for (let i = 0; i < messages; i++) say(hand, conversationId)
    },
  },
  edit: {
    share: 0.06,
    take: (hand, conversationId) => {
      const message = newestOwn(hand, conversationId)
      const known = message && hand.ledger.sent.get(message.key)
      // Nobody edits somebody else's words.
      if (!message || !known || known.kind === 'forward') return
      const number = hand.ledger.editsOf(message.key) + 1
      hand.ledger.edited({ key: edits(hand.client.conversation(conversationId)).edit(message.id, edited(known.text, number)), of: message.key, number })
    },
  },
  react: {
    share: 0.05,
    take: (hand, conversationId) => {
      const messageId = newest(hand, conversationId, ({ content, visibleTo }) => content.kind === 'text' && visibleTo === undefined)?.id
      if (messageId === undefined) return
      const isOn = turn({ hand, conversationId, kind: 'reaction', facet: reactionOf(hand) }, messageId)
      reactions(hand.client.conversation(conversationId))[isOn ? 'add' : 'remove'](messageId, hand.emoji)
    },
  },
  pin: {
    share: 0.02,
    take: (hand, conversationId) => {
      const messageId = newestOwn(hand, conversationId)?.id
      if (messageId === undefined) return
      pins(hand.client.conversation(conversationId))[turn({ hand, conversationId, kind: 'pin', facet: 'pinned' }, messageId) ? 'pin' : 'unpin'](messageId)
    },
  },
  remove: {
    share: 0.02,
    take: (hand, conversationId) => {
      const messageId = newestOwn(hand, conversationId)?.id
      if (messageId === undefined) return
      deletions(hand.client.conversation(conversationId))[turn({ hand, conversationId, kind: 'deletion', facet: 'deleted' }, messageId) ? 'remove' : 'restore'](messageId)
    },
  },
} as const satisfies Record<string, Act>

const heardAs = (state: 'on' | 'off', facetOf: (hand: Hand) => string): Ears[string] => (hand, { input: { messageId = '' } }) => hand.ledger.wishes.acknowledged(hand.name, { about: messageId, facet: facetOf(hand), state })

/** What was changed is so. */
export const messageEars: Ears = {
  'message.edit': ({ ledger }, { input }) => ledger.editAcknowledged(String(input['clientId'])),
  'reaction.add': heardAs('on', reactionOf),
  'reaction.remove': heardAs('off', reactionOf),
  'message.pin': heardAs('on', () => 'pinned'),
  'message.unpin': heardAs('off', () => 'pinned'),
  'message.delete': heardAs('on', () => 'deleted'),
  'message.restore': heardAs('off', () => 'deleted'),
}
