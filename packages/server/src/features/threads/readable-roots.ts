import type { Sql } from '../../platform/sql.ts'

/** A thread as somebody names it. */
export interface NamedThread {
  readonly userId: string
  readonly conversationId: string
  readonly threadId: string
}

interface Root extends NamedThread {
  readonly isDeleted: boolean
  /** What people said in the conversation, and not in a thread. */
  readonly isRoot: boolean
  /** Position of the last reply, of the root itself when there is none. */
  readonly last: number
}

const read = `
  SELECT x.u AS "userId", x.c AS "conversationId", x.m AS "threadId", g.kind = 'deleted' AS "isDeleted",
    g.thread_root_id IS NULL AND g.kind NOT IN ('system', 'restricted') AS "isRoot", coalesce((t.summary ->> 'lastPosition')::bigint, g.position) AS last
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS x(u, c, m)
  JOIN members v ON v.conversation_id = x.c AND v.user_id = x.u AND v.state = 'active'
  JOIN messages g ON g.id = x.m AND g.conversation_id = x.c AND g.position >= v.visible_from
  LEFT JOIN threads t ON t.root_id = g.id`

const idOf = ({ userId, conversationId, threadId }: NamedThread): string => userId + conversationId + threadId

/** Which of the messages whose threads people name they may read. */
export class ReadableRoots {
  readonly #roots: ReadonlyMap<string, Root>

  private constructor(rows: readonly Root[]) {
    this.#roots = new Map(rows.map((row) => [idOf(row), row]))
  }

  static async read(sql: Sql, named: readonly NamedThread[]): Promise<ReadableRoots> {
    const params = [named.map((one) => one.userId), named.map((one) => one.conversationId), named.map((one) => one.threadId)]
    return new ReadableRoots(await sql.query<Root>(read, params, 'threads.roots'))
  }

  find(named: NamedThread): Root | undefined {
    return this.#roots.get(idOf(named))
  }
}
