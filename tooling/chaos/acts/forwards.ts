import { forwards } from '@palaver/client'
import { forwardOf } from '../facets.ts'
import { saidIn } from '../said.ts'
import type { Act, Ears } from './hand.ts'
import { newest } from './pick.ts'
import { sayEars } from './say.ts'

/** Forwards the newest that can be to another conversation. What was streamed may say less after a restored backup, so it stays where it is. */
export const forwardActs = {
  forward: {
    share: 0.025,
    take: (hand, conversationId, dice) => {
      const targets = hand.conversationIds.filter((id) => id !== conversationId)
      const target = targets[Math.floor(dice * targets.length)]
      const from = forwards(hand.client.conversation(conversationId))
      const message = newest(hand, conversationId, (each) => from.canForward(each) && each.stream === undefined)
      if (target === undefined || message?.content.kind !== 'text') return
      const bears = [forwardOf(message.forwardedFrom ?? message)]
      const [text, number] = [saidIn(message.content.text).first, hand.count()]
      const [key] = from.forward(message, [target])
      if (key !== undefined) hand.ledger.wrote({ key, kind: 'forward', client: hand.name, userId: hand.userId, conversationId: target, text, number, bears, source: message.id })
    },
  },
} as const satisfies Record<string, Act>

/** What was forwarded is there. */
export const forwardEars: Ears = { 'message.forward': sayEars['message.send'] }
