import type { ContentDraft, MessageDraft } from '@palaver/client'
import type { SentKind } from '../ledger.ts'
import type { Ears, Hand } from './hand.ts'

interface Saying {
  readonly kind?: SentKind
  readonly draft?: (text: string) => MessageDraft | ContentDraft
  readonly bears?: readonly string[]
}

/** Says something through the outbox. Its text, or the question of a poll, tells on every side which message it is. */
export const say = (hand: Hand, conversationId: string, { kind = 'plain', draft = (text) => ({ text }), bears }: Saying = {}): void => {
  const number = hand.count()
  const text = `${hand.name} says ${number}`
  const key = hand.client.conversation(conversationId).messages.send(draft(text))
  hand.ledger.wrote({ key, kind, client: hand.name, userId: hand.userId, conversationId, text, number, ...(bears ? { bears } : {}) })
}

/** What was said is there. */
export const sayEars = {
  'message.send': ({ ledger }, { input, output }) => ledger.acknowledged(String(input['clientId']), { id: String(output['id']), position: Number(output['position']) }),
} as const satisfies Ears
