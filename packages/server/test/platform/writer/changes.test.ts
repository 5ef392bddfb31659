import { randomUUID } from 'node:crypto'
import type { CommandInput, CommandName } from '@palaver/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sql } from '../../../src/platform/sql.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'
import { type TableRead, tellingReads } from '../../support/rows-read.ts'

const others = 4000

/** So many rows of what others did, in each table that a change of a message looks at. */
const seedOthers = async (sql: Sql, userId: string): Promise<void> => {
  await sql.query(
    `INSERT INTO conversations (id, type, history, name, avatar_hue, created_by, member_count, activity_at)
     SELECT gen_random_uuid(), 'group', 'beginning', 'Another', 10, $1, 1, now() FROM generate_series(1, ${others})`,
    [userId],
  )
  await sql.query(`INSERT INTO members (conversation_id, user_id, role, revision, user_revision) SELECT id, created_by, 'member', 1, 1 FROM conversations WHERE name = 'Another'`)
  await sql.query(
    `INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content, created_at)
     SELECT id, 1, gen_random_uuid(), 2, $1, gen_random_uuid(), '', 'text', '{"kind":"text","text":"hello"}', now() FROM conversations WHERE name = 'Another'`,
    [userId],
  )
  for (const [into, columns] of Object.entries({
    'reactions (conversation_id, position, emoji, user_id, revision, created_at)': `conversation_id, position, 'x', sender_id, 3, now()`,
    'activity (user_id, conversation_id, position, kind, at)': `sender_id, conversation_id, position, 'mention', now()`,
    'message_edits (conversation_id, position, revision, content, replaced_at)': `conversation_id, position, 2, content, now()`,
    'deleted_edits (conversation_id, position, revision, content, replaced_at)': `conversation_id, position, 2, content, now()`,
    'deleted_messages (conversation_id, position, deleted_by, deleted_at, content)': `conversation_id, position, sender_id, now(), content`,
    'message_words (conversation_id, position, sender_id, created_at, words)': `conversation_id, position, sender_id, created_at, 'x'`,
    'part_words (conversation_id, part, words)': `conversation_id, 0, 'x'`,
    'threads (root_id, conversation_id, root_position, summary, last_reply_at, told_at)': `id, conversation_id, position, '{}', now(), now()`,
  })) await sql.query(`INSERT INTO ${into} SELECT ${columns} FROM messages`)
  await sql.query('ANALYZE')
}

// Of what a statement is given as JSON the planner thinks that it is a hundred rows: for as many it would rather read a table of a few thousand.
describe.each(dialects)('changes among many conversations, on %s', (dialect) => {
  let bench: ConversationBench
  let reads: TableRead[] = []
  let conversationId: string, anna: string, ben: string, messageId: string

  beforeAll(async () => {
    bench = await createConversationBench(dialect, { wrap: (database) => tellingReads(database, (these) => void reads.push(...these)) })
    ;[anna = '', ben = ''] = await seedPeople(bench.database, 2)
    await seedOthers(bench.database, anna)
    conversationId = await seedConversation(bench.database, { userIds: [anna, ben] })
    ;({ id: messageId } = await bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'hello' } }))
  })
  afterAll(() => bench.close())

  const run = <Name extends CommandName>(name: Name, input: CommandInput<Name>) => bench.run(name, anna, input)
  const one = () => ({ conversationId, messageId })
  const sent = () => ({ conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'hello' } as const })
  const changes: Readonly<Record<string, () => Promise<unknown>>> = {
    'a message': () => run('message.send', sent()),
    'a reply': () => run('message.send', { ...sent(), replyToId: messageId }),
    'a reply in a thread': () => run('message.send', { ...sent(), threadId: messageId }),
    'a reaction': () => run('reaction.add', { ...one(), emoji: '👍' }),
    'a reaction taken back': () => run('reaction.remove', { ...one(), emoji: '👍' }),
    'a pin': () => run('message.pin', one()),
    'an edit': () => run('message.edit', { ...one(), clientId: randomUUID(), content: { kind: 'text', text: 'hallo' } }),
    'a read mark': () => run('mark.update', { marks: [{ conversationId, read: 1 }] }),
    'a renaming': () => run('conversation.update', { conversationId, name: randomUUID() }),
    'a role': () => run('member.update', { conversationId, userId: ben, role: 'admin' }),
    'a removal': () => run('member.remove', { conversationId, userId: ben }),
    'an invitation': () => run('member.add', { conversationId, userIds: [ben] }),
    'a deletion': () => run('message.delete', one()),
    'a restoring': () => run('message.restore', one()),
  }

  it.each(Object.keys(changes))('%s reads a few rows', async (kind) => {
    reads = []
    await changes[kind]?.()
    expect(reads.some(({ table, rows }) => table === 'conversations' && rows > 0)).toBe(true)
    expect(reads.filter(({ rows }) => rows > 20)).toEqual([])
  })

  it('reports nothing in the background', () => expect(bench.errors).toEqual([]))
})
