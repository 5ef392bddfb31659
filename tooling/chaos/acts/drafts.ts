import { drafts } from '@palaver/client'
import type { Act, Ears } from './hand.ts'

/** Begins to write, and now and then gives it up. */
export const draftActs = {
  draft: {
    share: 0.03,
    take: (hand, conversationId, dice) => {
      if (!hand.leads(conversationId)) return
      const text = dice < 0.2 ? '' : `${hand.name} begins ${hand.count()}`
      hand.ledger.wishes.ask({ client: hand.name, userId: hand.userId, conversationId, kind: 'draft', about: conversationId, facet: 'draft' }, text)
      drafts(hand.client).set(conversationId, { text })
    },
  },
} as const satisfies Record<string, Act>

/** A draft is kept. */
export const draftEars: Ears = {
  'draft.set': (hand, { input: { conversationId = '', ...input } }) => hand.ledger.wishes.acknowledged(hand.name, { about: conversationId, facet: 'draft', state: String(input['text']) }),
}
