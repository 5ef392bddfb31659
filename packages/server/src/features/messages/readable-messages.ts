import { isOpenTo } from '../../platform/message-log/restricted.ts'
import type { Sql } from '../../platform/sql.ts'

/** A message as somebody names it. */
export interface NamedMessage {
  readonly userId: string
  readonly conversationId: string
  readonly messageId: string
}

const readable = (more: string): string => `
  SELECT x.u AS "userId", x.c AS "conversationId", x.m AS "messageId" FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS x(u, c, m)
  JOIN members v ON v.conversation_id = x.c AND v.user_id = x.u AND v.state = 'active'
  JOIN messages g ON g.id = x.m AND g.conversation_id = x.c AND g.position >= v.visible_from AND ${isOpenTo('g', 'x.u')} ${more}`
const [read, readWithDeleted] = [readable(`AND g.kind <> 'deleted'`), readable('')]

const idOf = ({ userId, conversationId, messageId }: NamedMessage): string => userId + conversationId + messageId

/** Which of the messages that people name they may read; those that were deleted are not among them unless asked for. */
export class ReadableMessages {
  readonly #readable: ReadonlySet<string>

  private constructor(rows: readonly NamedMessage[]) {
    this.#readable = new Set(rows.map(idOf))
  }

  static async read(sql: Sql, named: readonly NamedMessage[], { deleted = false }: { readonly deleted?: boolean } = {}): Promise<ReadableMessages> {
    const params = [named.map((one) => one.userId), named.map((one) => one.conversationId), named.map((one) => one.messageId)]
    return new ReadableMessages(await sql.query<NamedMessage>(deleted ? readWithDeleted : read, params, deleted ? 'messages.readable-deleted' : 'messages.readable'))
  }

  has(named: NamedMessage): boolean {
    return this.#readable.has(idOf(named))
  }
}
