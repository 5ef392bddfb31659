import { scheduled, type ScheduledMessage } from '@palaver/client'
import { edited } from '../said.ts'
import type { Act, Hand } from './hand.ts'

/** The least ahead that the contract takes, some time for the way, and what is added to it at most. By the true clock: the client's may be wrong. */
const [leastMs, onTheWayMs, moreMs] = [60_000, 3000, 10_000]

const facet = 'scheduled'
/** What the network broke is not held against anybody: whether it was done is not known then. */
const lost = (): void => {}

const schedule = (hand: Hand, conversationId: string, dice: number): void => {
  const text = `${hand.name} schedules ${hand.count()}`
  const told = (about: string): void => {
    hand.ledger.wishes.ask({ client: hand.name, userId: hand.userId, conversationId, kind: 'scheduled', about, facet }, text)
    hand.ledger.wishes.acknowledged(hand.name, { about, facet, state: text })
  }
  scheduled(hand.client.conversation(conversationId))
    .add({ text, at: Date.now() + leastMs + onTheWayMs + Math.floor(dice * moreMs) })
    .then(told, lost)
}

/** What it scheduled there itself and may change yet, the earliest. */
const ownOf = ({ client, name, ledger }: Hand, conversationId: string): ScheduledMessage | undefined =>
  scheduled(client.conversation(conversationId)).getSnapshot().find(({ id, state }) => state === 'waiting' && ledger.wishes.find(name, id, facet))

const change = (hand: Hand, { conversationId, id }: { readonly conversationId: string; readonly id: string }, dice: number): void => {
  const own = scheduled(hand.client.conversation(conversationId))
  const wish = hand.ledger.wishes.find(hand.name, id, facet)
  if (!wish) return
  const state = dice < 0.6 ? '' : edited(wish.states[0] ?? '', wish.states.length)
  hand.ledger.wishes.ask(wish, state)
  void (state === '' ? own.cancel(id) : own.update(id, { text: state })).then(() => hand.ledger.wishes.acknowledged(hand.name, { about: id, facet, state }), lost)
}

/** Schedules a message; where one waits, it may also cancel it, write it anew or send it now. */
export const scheduledActs = {
  schedule: {
    share: 0.04,
    take: (hand, conversationId, dice) => {
      const waiting = ownOf(hand, conversationId)
      if (!waiting || dice < 0.4) schedule(hand, conversationId, dice)
      else if (dice < 0.85) change(hand, { conversationId, id: waiting.id }, (dice - 0.4) / 0.45)
      else scheduled(hand.client.conversation(conversationId)).sendNow(waiting.id).catch(lost)
    },
  },
} as const satisfies Record<string, Act>

/** At the end of a run: what would be sent after it is sent now. */
export const hasten = async ({ client }: Hand, conversationIds: readonly string[]): Promise<void> => {
  for (const conversationId of conversationIds) {
    const store = scheduled(client.conversation(conversationId))
    const waiting = store.getSnapshot().filter(({ state }) => state === 'waiting')
    await Promise.all(waiting.map(({ id }) => store.sendNow(id).catch(lost)))
  }
}
