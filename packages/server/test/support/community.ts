import { randomUUID } from 'node:crypto'
import type { Conversation, Member } from '@palaver/protocol'
import type { Bus, BusMessage, EncodedEvent } from '../../src/platform/event.ts'
import type { Sql } from '../../src/platform/sql.ts'
import { hashInput } from '../../src/features/messages/canonical-input.ts'
import type { SendChange } from '../../src/features/messages/send-change.ts'

/** Stores people without accounts; returns their ids. */
export async function seedPeople(sql: Sql, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  await sql.query(
    `INSERT INTO users (id, handle, name, avatar_hue) SELECT u.id, 'p' || substr(replace(u.id::text, '-', ''), 1, 20), 'Person', 10
     FROM unnest($1::uuid[]) AS u(id)`,
    [ids],
  )
  return ids
}

/** A conversation whose first member is its owner. */
export interface SeededConversation {
  readonly type?: Conversation['type']
  readonly history?: 'beginning' | 'join'
  readonly userIds: readonly string[]
  readonly roles?: readonly Member['role'][]
}

/** Stores a conversation with its members, past the writer. */
export async function seedConversation(sql: Sql, { type = 'group', history = 'beginning', userIds, roles = ['owner'] }: SeededConversation): Promise<string> {
  const id = randomUUID()
  await sql.query(
    `INSERT INTO conversations (id, type, history, name, avatar_hue, created_by, member_count, activity_at) VALUES ($1, $2, $3, 'Seeded', 10, $4, $5, now())`,
    [id, type, history, userIds[0], userIds.length],
  )
  await sql.query(`UPDATE users SET user_revision = user_revision + 1 WHERE id = ANY ($1::uuid[])`, [userIds])
  await sql.query(
    `INSERT INTO members (conversation_id, user_id, role, revision, user_revision)
     SELECT $1, m.id, m.role, 1, u.user_revision FROM unnest($2::uuid[], $3::text[]) AS m(id, role) JOIN users u ON u.id = m.id`,
    [id, userIds, userIds.map((_, index) => roles[index] ?? 'member')],
  )
  return id
}

/** A text message for the writer. */
export function textChange(conversationId: string, senderId: string, text: string, more: Partial<SendChange> = {}): SendChange {
  const content = { kind: 'text', text } as const
  return {
    conversationId,
    senderId,
    appRole: 'user',
    clientId: randomUUID(),
    hash: hashInput({ content, ...(more.replyToId && { replyToId: more.replyToId }), ...(more.custom && { custom: more.custom }) }),
    id: randomUUID(),
    content,
    ...more,
  }
}

/** A bus that remembers what was published. */
export class RecordingBus implements Bus {
  readonly messages: BusMessage[] = []
  /** Whether it takes what is published. */
  takes = true
  readonly #listeners = new Set<(message: BusMessage) => void>()

  publish(message: BusMessage, taken?: () => void): void {
    this.messages.push(message)
    for (const listener of this.#listeners) listener(message)
    if (this.takes) taken?.()
  }

  subscribe(listener: (message: BusMessage) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  onGap(): () => void {
    return () => {}
  }

  fault(): undefined {}

  async close(): Promise<void> {}

  get events(): EncodedEvent[] {
    return this.messages.flatMap((message) => (message.kind === 'events' ? message.events : []))
  }
}
