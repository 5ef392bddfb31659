import { lastingParts } from '@palaver/core'
import type { Content, Message, MessageParts } from '@palaver/protocol'
import { MessageParts as MessagePartsSchema } from '@palaver/protocol/definitions'
import { type MessageColumns, messageColumns, toMessage } from '../../platform/message-log/rows.ts'
import { type Opened, type OpenedColumns, openedOf, toOpened } from '../../platform/message-log/restricted.ts'
import type { Sql } from '../../platform/sql.ts'
import { recordset } from '../../platform/recordset.ts'

interface Named {
  readonly conversationId: string
  readonly messageId: string
}

const read = `
  SELECT m.conversation_id AS "conversationId", ${messageColumns('m')} AS message, ${openedOf('m')} AS opened
  FROM unnest($1::uuid[], $2::uuid[]) AS x(c, i) JOIN messages m ON m.id = x.i AND m.conversation_id = x.c`

// The first revision stays: it is the answer to the send that comes again.
const update = `
  UPDATE messages m SET content = x.content, kind = x.content ->> 'kind', custom = x.custom, parts = x.parts, revision = x.revision,
    sent_revision = coalesce(m.sent_revision, m.revision)
  FROM ${recordset('$1', 'conversation uuid, position bigint, content jsonb, custom jsonb, parts jsonb, revision bigint')}
  WHERE m.conversation_id = x.conversation AND m.position = x.position`

const partNames = Object.keys(MessagePartsSchema.properties) as (keyof MessageParts)[]

/** What becomes of the message. Custom data or a part that is `undefined` goes; what is not named stays. */
export interface NextMessage {
  readonly content?: Content
  readonly custom?: Message['custom'] | undefined
  readonly parts?: { readonly [Part in keyof MessageParts]?: MessageParts[Part] | undefined }
}

/** One message as a run of changes leaves it. */
export interface MessageState {
  readonly conversationId: string
  /** As all see it. */
  readonly message: Message
  /** As those see it whom it is for, when it is for some only. */
  readonly opened: Opened | undefined
  become(next: NextMessage, revision: number): void
}

interface Row {
  readonly conversationId: string
  readonly message: MessageColumns
  readonly opened: OpenedColumns | null
}

class State implements MessageState {
  readonly conversationId: string
  readonly opened: Opened | undefined
  message: Message
  changed = false

  constructor({ conversationId, message, opened }: Row) {
    this.conversationId = conversationId
    this.message = toMessage(message)
    this.opened = opened ? toOpened(opened) : undefined
  }

  become({ content, parts, ...custom }: NextMessage, revision: number): void {
    const kept = Object.entries({ ...this.message, ...custom, ...parts }).filter(([, value]) => value !== undefined)
    this.message = { ...(Object.fromEntries(kept) as unknown as Message), ...(content && { content }), revision }
    this.changed = true
  }
}

/** Messages under the locks of their conversations: read once, changed in memory, stored once. */
export class MessageStates {
  readonly #states: ReadonlyMap<string, State>

  private constructor(rows: readonly Row[]) {
    this.#states = new Map(rows.map((row) => [row.conversationId + row.message[0], new State(row)]))
  }

  static async read(tx: Sql, names: readonly Named[]): Promise<MessageStates> {
    const distinct = [...new Map(names.map((name) => [name.conversationId + name.messageId, name])).values()]
    return new MessageStates(await tx.query(read, [distinct.map(({ conversationId }) => conversationId), distinct.map(({ messageId }) => messageId)], 'messages.states'))
  }

  find(conversationId: string, messageId: string): MessageState | undefined {
    return this.#states.get(conversationId + messageId)
  }

  async store(tx: Sql): Promise<void> {
    const rows = [...this.#states.values()]
      .filter(({ changed }) => changed)
      .map(({ conversationId, message }) => ({
        conversation: conversationId,
        position: message.position,
        content: message.content,
        custom: message.custom ?? null,
        parts: partsOf(message) ?? null,
        revision: message.revision,
      }))
    if (rows.length > 0) await tx.query(update, [JSON.stringify(rows)], 'messages.change')
  }
}

const lasting: ReadonlySet<keyof MessageParts> = new Set(lastingParts)

/** Lets every part of what a message says go. */
export const noParts: { readonly [Part in keyof MessageParts]?: undefined } = Object.fromEntries(partNames.flatMap((name) => (lasting.has(name) ? [] : [[name, undefined]])))

/** Parts without those that stay when what a message says goes. */
export const withoutLasting = (parts: MessageParts): MessageParts => Object.fromEntries(Object.entries(parts).filter(([name]) => !lasting.has(name as keyof MessageParts)))

/** What features added to a message; undefined when nothing. */
export function partsOf(message: Message): MessageParts | undefined {
  const parts = Object.fromEntries(partNames.flatMap((name) => (message[name] === undefined ? [] : [[name, message[name]]])))
  return Object.keys(parts).length > 0 ? parts : undefined
}
