import { flags, hidden, reminders, saved } from '@palaver/client'
import type { FlagReason } from '@palaver/protocol'
import type { Wish, WishKind } from '../wishes.ts'
import type { Act, Ears, Hand } from './hand.ts'
import { newest } from './pick.ts'

/** Some reminders come within the run, others not. */
const [soonMs, laterMs] = [15_000, 3_600_000]
const reasons: readonly FlagReason[] = ['spam', 'harassment', 'hate', 'other']
/** So often something is done, and not taken back. */
const doShare = 0.65

/** What the network broke is not held against anybody: whether it was done is not known then, and nothing more is asked for. */
const lost = (): void => {}

interface Aim { readonly hand: Hand; readonly conversationId: string; readonly kind: WishKind }

/** Asks for something, unless it is not known yet what became of the last: an attempt that is held up on its way may come after the next. */
const ask = ({ hand, conversationId, kind }: Aim, about: string, state: string): { readonly told: () => void } | undefined => {
  const { wishes } = hand.ledger
  if (!wishes.isSettled(hand.name, about, kind)) return undefined
  wishes.ask({ client: hand.name, userId: hand.userId, conversationId, kind, about, facet: kind }, state)
  return { told: () => wishes.acknowledged(hand.name, { about, facet: kind, state }) }
}

/** The last message there of which this client wished it. */
const wished = ({ hand, conversationId, kind }: Aim): Wish | undefined =>
  hand.ledger.wishes.all.findLast((wish) => wish.kind === kind && wish.client === hand.name && wish.conversationId === conversationId && !['', 'off'].includes(wish.states.at(-1) ?? ''))

/** The newest message of somebody else that is there to stay. */
const newestOther = (hand: Hand, conversationId: string): string | undefined =>
  newest(hand, conversationId, ({ mine, content, expiresAt }) => !mine && content.kind !== 'system' && content.kind !== 'deleted' && expiresAt === undefined)?.id

interface Ways { readonly on: (messageId: string) => Promise<void>; readonly off: (messageId: string) => Promise<void>; readonly state: string; readonly offState: string }

/** Does it for the newest, or takes the last back. */
const turn = (aim: Aim, dice: number, { on, off, state, offState }: Ways): void => {
  const back = dice < doShare ? undefined : wished(aim)
  const messageId = back?.about ?? newestOther(aim.hand, aim.conversationId)
  if (messageId === undefined) return
  const asked = ask(aim, messageId, back ? offState : state)
  if (asked) void (back ? off : on)(messageId).then(asked.told, lost)
}

/** What somebody does for themselves, or says to nobody in the conversation. Of two devices one alone does it in a conversation. */
export const privateActs = {
  save: {
    share: 0.015,
    take: (hand, conversationId, dice) => {
      const store = saved(hand.client)
      if (hand.leads(conversationId)) turn({ hand, conversationId, kind: 'saved' }, dice, { on: (messageId) => store.add({ conversationId, messageId }), off: store.remove, state: 'on', offState: 'off' })
    },
  },
  remind: {
    share: 0.015,
    take: (hand, conversationId, dice) => {
      const store = reminders(hand.client)
      const at = Date.now() + (dice < 0.4 ? Math.floor((dice / 0.4) * soonMs) : laterMs)
      if (hand.leads(conversationId)) turn({ hand, conversationId, kind: 'reminder' }, dice, { on: (messageId) => store.set({ conversationId, messageId, at }), off: store.cancel, state: String(at), offState: '' })
    },
  },
  hide: {
    share: 0.015,
    take: (hand, conversationId, dice) => {
      if (!hand.leads(conversationId)) return
      const aim = { hand, conversationId, kind: 'hidden' } as const
      const back = dice < doShare ? undefined : wished(aim)?.about
      const messageId = back ?? newestOther(hand, conversationId)
      if (messageId !== undefined && ask(aim, messageId, back === undefined ? 'on' : 'off')) hidden(hand.client)[back === undefined ? 'hide' : 'unhide']({ conversationId, messageIds: [messageId] })
    },
  },
  flag: {
    share: 0.01,
    take: (hand, conversationId, dice) => {
      const [messageId, reason] = [newestOther(hand, conversationId), reasons[Math.floor(dice * reasons.length)]]
      if (!hand.leads(conversationId) || messageId === undefined || reason === undefined) return
      const asked = ask({ hand, conversationId, kind: 'flag' }, messageId, reason)
      if (asked) void flags(hand.client.conversation(conversationId)).flag(messageId, { reason }).then(asked.told, lost)
    },
  },
} as const satisfies Record<string, Act>

interface Row { readonly kind: string; readonly key: string; readonly value?: object }

/** The client sends it itself until it is done, so only its answer tells. */
const heardHidden: Ears[string] = ({ ledger, name }, { output }) => {
  for (const { kind, key, value } of output['rows'] as readonly Row[]) ledger.wishes.acknowledged(name, { about: key, facet: kind, state: value ? 'on' : 'off' })
}

/** A message is hidden, or shown again. */
export const privateEars: Ears = { 'message.hide': heardHidden, 'message.unhide': heardHidden }
