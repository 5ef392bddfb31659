/** Wishes that are either on or off. */
export type OnOffKind = 'reaction' | 'pin' | 'deletion' | 'acknowledgement' | 'saved' | 'hidden'
/** What a wish is for. */
export type WishKind = OnOffKind | 'vote' | 'draft' | 'scheduled' | 'reminder' | 'flag'

/**
 * Something that one client alone changes, again and again: its reaction to a message, the pin or the deletion of one of its own, its person's
 * vote or draft, a message that it scheduled, what its person saved, hid, flagged or wants to be reminded of. An acknowledgement is wished once.
 */
export interface Wish {
  readonly client: string
  readonly userId: string
  readonly conversationId: string
  readonly kind: WishKind
  /** Id of the message; of a scheduled one its clientId; for a draft that of the conversation. */
  readonly about: string
  /** As {@link SeenMessage.facets} names it; the kind where it stands in no facet. */
  readonly facet: string
  /** What was asked for, in order: `on` or `off`, the options of a vote, a text, a time, a reason; empty where it was taken away. */
  readonly states: readonly string[]
  /** Index of the last of them that certainly was acknowledged; none before the first. */
  readonly acknowledged: number | undefined
}

type Named = Omit<Wish, 'states' | 'acknowledged'>

/** Every wish, and what clients were told of it. */
export interface Wishes {
  readonly all: readonly Wish[]
  /** How often somebody was told that it is done. */
  readonly acknowledgements: Readonly<Record<WishKind, number>>
  find(client: string, about: string, facet: string): Wish | undefined
  /** Everything that was asked for of it was acknowledged, as far as is known. */
  isSettled(client: string, about: string, facet: string): boolean
  ask(wish: Named, state: string): void
  /** Turns over what this client said last of it; returns whether it is to be on now. */
  turn(wish: Named & { readonly kind: OnOffKind }): boolean
  acknowledged(client: string, wish: { readonly about: string; readonly facet: string; readonly state: string }): void
  /** A backup was restored: what was acknowledged since `backupBegan` may be gone. */
  restored(backupBegan: number): void
}

interface Held extends Wish {
  readonly states: string[]
  acknowledged: number | undefined
  at: number
}

/** No wishes yet. */
export const createWishes = (): Wishes => {
  const records = new Map<string, Held>()
  const acknowledgements = { reaction: 0, pin: 0, deletion: 0, acknowledgement: 0, saved: 0, hidden: 0, vote: 0, draft: 0, scheduled: 0, reminder: 0, flag: 0 }
  const keyOf = (client: string, about: string, facet: string): string => `${client} ${about} ${facet}`
  const find = (client: string, about: string, facet: string) => records.get(keyOf(client, about, facet))
  const ask = (wish: Named, state: string): void => {
    const record = find(wish.client, wish.about, wish.facet)
    if (record) record.states.push(state)
    else records.set(keyOf(wish.client, wish.about, wish.facet), { ...wish, states: [state], acknowledged: undefined, at: 0 })
  }
  return {
    get all() {
      return [...records.values()]
    },
    acknowledgements,
    find,
    isSettled: (client, about, facet) => {
      const record = find(client, about, facet)
      return !record || record.acknowledged === record.states.length - 1
    },
    ask,
    turn: (wish) => {
      const isOn = find(wish.client, wish.about, wish.facet)?.states.at(-1) !== 'on'
      ask(wish, isOn ? 'on' : 'off')
      return isOn
    },
    acknowledged: (client, { about, facet, state }) => {
      const record = find(client, about, facet)
      if (!record) return
      // The same change may be acknowledged twice: the earliest that it can be is what is certain.
      const index = record.states.indexOf(state, record.acknowledged ?? 0)
      if (index < 0) return
      if (index !== record.acknowledged) acknowledgements[record.kind]++
      record.acknowledged = index
      record.at = Date.now()
    },
    restored: (backupBegan) => {
      for (const record of records.values()) if (record.at >= backupBegan) record.acknowledged = undefined
    },
  }
}
