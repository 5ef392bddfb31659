import { maxShownReactors } from '@palaver/protocol/definitions'
import type { Sql } from '../../platform/sql.ts'
import type { MessageChange } from '../messages/port.ts'
import { recordset } from '../../platform/recordset.ts'

/** One person's emoji on a message, or not any more. */
export interface ReactionChange extends MessageChange {
  readonly emoji: string
  readonly present: boolean
}

interface Place {
  /** Of those whose changes are in the run. */
  readonly who: Set<string>
  /** Who reacted first, as many as the summary may show after every removal of the run; unread when nobody takes theirs back. */
  first: string[] | undefined
  isWhole: boolean
}

interface Row {
  readonly n: number
  readonly has: boolean
  readonly first: string[] | null
}

// One look by the primary key for each change; who came first is read once for each emoji of which somebody takes theirs back.
const read = `
  SELECT x.n,
    EXISTS (SELECT FROM reactions r WHERE r.conversation_id = m.conversation_id AND r.position = m.position AND r.emoji = x.e COLLATE "C" AND r.user_id = x.u) AS has,
    CASE WHEN x.k > 0 THEN (SELECT json_agg(f.user_id) FROM (
      SELECT r.user_id FROM reactions r WHERE r.conversation_id = m.conversation_id AND r.position = m.position AND r.emoji = x.e COLLATE "C"
      ORDER BY r.revision LIMIT x.k) f) END AS first
  FROM ${recordset('$1', 'n int, c uuid, i uuid, e text, u uuid, k int')} JOIN messages m ON m.id = x.i AND m.conversation_id = x.c`

const keyOf = ({ conversationId, messageId, emoji }: ReactionChange): string => conversationId + messageId + emoji

/** Who has reacted under the locks of a run, as its changes one after the other leave it. */
export class Reactors {
  readonly #places = new Map<string, Place>()

  static async read(tx: Sql, run: readonly ReactionChange[]): Promise<Reactors> {
    const removals = new Map<string, number>()
    for (const change of run) if (!change.present) removals.set(keyOf(change), (removals.get(keyOf(change)) ?? 0) + 1)
    const wanted = new Map([...removals].map(([key, count]) => [key, maxShownReactors + count]))
    const asked = run.map((change, n) => {
      const limit = removals.delete(keyOf(change)) ? wanted.get(keyOf(change)) : 0
      return { n, c: change.conversationId, i: change.messageId, e: change.emoji, u: change.callerId, k: limit }
    })
    const rows = await tx.query<Row>(read, [JSON.stringify(asked)], 'reactions.read')
    const reactors = new Reactors()
    for (const { n, has, first } of rows) {
      const change = run[n]
      if (!change) continue
      const place = reactors.#placeOf(change)
      if (has) place.who.add(change.callerId)
      const limit = asked[n]?.k ?? 0
      if (limit === 0) continue
      place.first = first ?? []
      place.isWhole = place.first.length < limit
    }
    return reactors
  }

  #placeOf(change: ReactionChange): Place {
    const key = keyOf(change)
    const known = this.#places.get(key)
    if (known) return known
    const place: Place = { who: new Set(), first: undefined, isWhole: false }
    this.#places.set(key, place)
    return place
  }

  has(change: ReactionChange): boolean {
    return this.#placeOf(change).who.has(change.callerId)
  }

  /** Makes the change; gives who reacted first after a removal. */
  take(change: ReactionChange): readonly string[] | undefined {
    const place = this.#placeOf(change)
    const { callerId } = change
    if (change.present) {
      place.who.add(callerId)
      if (place.isWhole) place.first?.push(callerId)
      return undefined
    }
    place.who.delete(callerId)
    place.first = place.first?.filter((id) => id !== callerId)
    return place.first
  }
}
