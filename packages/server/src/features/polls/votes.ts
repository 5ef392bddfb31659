import type { Message } from '@palaver/protocol'
import type { Sql } from '../../platform/sql.ts'
import type { MessageChange } from '../messages/port.ts'
import { recordset } from '../../platform/recordset.ts'

/** What somebody chooses: all of it. */
export interface VoteChange extends MessageChange {
  /** Each once. */
  readonly optionIds: readonly string[]
}

const read = `
  SELECT x.i AS "messageId", x.u AS "callerId", json_agg(v.option_id) AS "optionIds" FROM unnest($1::uuid[], $2::uuid[]) AS x(i, u)
  JOIN messages m ON m.id = x.i
  JOIN poll_votes v ON v.conversation_id = m.conversation_id AND v.position = m.position AND v.user_id = x.u
  GROUP BY x.i, x.u`

interface Row {
  readonly messageId: string
  readonly callerId: string
  readonly optionIds: readonly string[]
}

const keyOf = ({ messageId, callerId }: Pick<MessageChange, 'messageId' | 'callerId'>): string => messageId + callerId

/** What those who vote in a run chose before, as its changes one after the other leave it. */
export class Votes {
  readonly #chosen: Map<string, readonly string[]>

  private constructor(rows: readonly Row[]) {
    this.#chosen = new Map(rows.map((row) => [keyOf(row), [...new Set(row.optionIds)]]))
  }

  static async read(tx: Sql, run: readonly VoteChange[]): Promise<Votes> {
    return new Votes(await tx.query<Row>(read, [run.map(({ messageId }) => messageId), run.map(({ callerId }) => callerId)], 'polls.votes'))
  }

  of(change: VoteChange): readonly string[] {
    return this.#chosen.get(keyOf(change)) ?? []
  }

  set(change: VoteChange): void {
    this.#chosen.set(keyOf(change), change.optionIds)
  }
}

interface Made {
  readonly change: VoteChange
  readonly after: Message
  readonly now: number
}

const remove = `
  DELETE FROM poll_votes v USING ${recordset('$1', 'c uuid, p bigint, u uuid')}
  WHERE v.conversation_id = x.c AND v.position = x.p AND v.user_id = x.u`

const insert = `
  INSERT INTO poll_votes (conversation_id, position, user_id, option_id, revision, voted_at)
  SELECT x.c, x.p, x.u, o.id, x.r, timestamptz 'epoch' + x.at * interval '1 millisecond'
  FROM json_to_recordset($1::json) AS x(c uuid, p bigint, u uuid, o json, r bigint, at bigint), json_array_elements_text(x.o) AS o(id)`

/** Stores what people chose in a run: the last of each. */
export const storeVotes = async (tx: Sql, made: readonly Made[]): Promise<void> => {
  const last = new Map(made.map(({ change, after, now }) => [
    keyOf(change), { c: change.conversationId, p: after.position, u: change.callerId, o: change.optionIds, r: after.revision, at: now },
  ]))
  const rows = JSON.stringify([...last.values()])
  await Promise.all([tx.query(remove, [rows], 'polls.unvote'), tx.query(insert, [rows], 'polls.vote')])
}
