/** Something that one client alone turns on and off, again and again: its reaction to a message, the pin or the deletion of one of its own. */
export interface Wish {
  readonly client: string
  readonly conversationId: string
  readonly messageId: string
  /** As {@link SeenMessage.facets} names it. */
  readonly facet: string
  /** What was asked for, in order. */
  readonly states: readonly boolean[]
  /** Index of the last of them that certainly was acknowledged; none before the first. */
  readonly acknowledged: number | undefined
}

/** Every wish, and what clients were told of it. */
export interface Wishes {
  readonly all: readonly Wish[]
  /** How often somebody was told that it is done. */
  readonly acknowledgements: number
  /** Turns over what this client said last of it; returns what it says now. */
  turn(wish: Pick<Wish, 'client' | 'conversationId' | 'messageId' | 'facet'>): boolean
  acknowledged(client: string, wish: { readonly messageId: string; readonly facet: string; readonly state: boolean }): void
  /** A backup was restored: what was acknowledged since `backupBegan` may be gone. */
  restored(backupBegan: number): void
}

interface Record extends Wish {
  readonly states: boolean[]
  acknowledged: number | undefined
  at: number
}

/** No wishes yet. */
export const createWishes = (): Wishes => {
  const records = new Map<string, Record>()
  const keyOf = (client: string, messageId: string, facet: string): string => `${client} ${messageId} ${facet}`
  let acknowledgements = 0
  return {
    get all() {
      return [...records.values()]
    },
    get acknowledgements() {
      return acknowledgements
    },
    turn: (wish) => {
      const key = keyOf(wish.client, wish.messageId, wish.facet)
      const record = records.get(key) ?? { ...wish, states: [], acknowledged: undefined, at: 0 }
      records.set(key, record)
      record.states.push(!record.states.at(-1))
      return record.states.at(-1) === true
    },
    acknowledged: (client, { messageId, facet, state }) => {
      const record = records.get(keyOf(client, messageId, facet))
      if (!record) return
      // The same change may be acknowledged twice: the earliest that it can be is what is certain.
      const index = record.states.indexOf(state, record.acknowledged ?? 0)
      if (index < 0) return
      if (index !== record.acknowledged) acknowledgements++
      record.acknowledged = index
      record.at = Date.now()
    },
    restored: (backupBegan) => {
      for (const record of records.values()) if (record.at >= backupBegan) record.acknowledged = undefined
    },
  }
}
