import { recordset } from '../../platform/recordset.ts'
import type { Sql, SqlDatabase } from '../../platform/sql.ts'
import { anyWords, blocks, isInFirstBlock, keyOf, parts } from './index-key.ts'
import { indexedWords, unlearn } from './known-words.ts'
import { messageWords, spelledWords, type Worded } from './message-words.ts'

/** Conversations of one round. */
export const conversationsPerRound = 50
/** Changed messages of one round at most: 15 ms of the database, which sends share with it. */
const messagesPerRound = 200
/** How many of them it takes of each conversation. */
const messagesOfEach = (conversations: number): number => Math.min(100, Math.floor(messagesPerRound / conversations))

/** What a crash takes away is indexed again: the revision reached goes with the words. So nobody's COMMIT waits for the disk because of it. */
export const relax = `SELECT set_config('synchronous_commit', 'off', true)`

const enter = `
  INSERT INTO indexed_conversations (conversation_id, revision) SELECT id, 0 FROM unnest($1::uuid[]) AS x(id) ORDER BY id ON CONFLICT DO NOTHING`

// What another node is at, it will bring to its end.
const claim = `
  SELECT i.conversation_id AS id, i.revision, c.head_revision AS head
  FROM indexed_conversations i JOIN conversations c ON c.id = i.conversation_id
  WHERE i.conversation_id = ANY ($1::uuid[]) AND i.revision < c.head_revision ORDER BY i.conversation_id FOR UPDATE OF i SKIP LOCKED`

const changed = `
  SELECT m.* FROM unnest($1::uuid[], $2::bigint[]) AS x(id, revision) CROSS JOIN LATERAL (
    SELECT m.conversation_id AS "conversationId", m.position, m.revision, m.sender_id AS "senderId", m.content, m.parts FROM messages m
    WHERE m.conversation_id = x.id AND m.revision > x.revision ORDER BY m.revision LIMIT $3) m`

// Sender and time are the row's; a message that changed again meanwhile comes again. OFFSET 0: the key is made once for each message, not for each of its words.
const write = `
  INSERT INTO message_words AS w (conversation_id, position, sender_id, created_at, words)
  SELECT m.conversation_id, m.position, m.sender_id, m.created_at,
    array_to_tsvector(ARRAY(SELECT m.key || word FROM jsonb_array_elements_text(m.words) AS word))
  FROM (
    SELECT m.conversation_id, m.position, m.sender_id, m.created_at, x.words, ${keyOf('x.c', blocks.of('x.p'))} AS key
    FROM ${recordset('$1', 'c uuid, p bigint, r bigint, words jsonb')}
    JOIN messages m ON m.conversation_id = x.c AND m.position = x.p AND m.revision = x.r
    OFFSET 0
  ) m
  ON CONFLICT (conversation_id, position) DO UPDATE SET words = excluded.words WHERE w.words <> excluded.words`

// In the order of all who change summaries. A part that is being summarised is waited for.
const unsummarise = `
  INSERT INTO part_words AS p (conversation_id, part, words)
  SELECT x.c, x.part, ${anyWords('x.c', 'x.part')} FROM (SELECT DISTINCT c, ${parts.of('p')} AS part FROM unnest($1::uuid[], $2::bigint[]) AS x(c, p)) x ORDER BY 1, 2
  ON CONFLICT (conversation_id, part) DO UPDATE SET is_due = true, words = excluded.words WHERE NOT p.is_due`

const gather = `SELECT gin_clean_pending_list('message_words_words')`

const remove = `
  DELETE FROM message_words w USING unnest($1::uuid[], $2::bigint[]) AS x(c, p) WHERE w.conversation_id = x.c AND w.position = x.p`

// Only of messages that are what was read of them, as above: what goes meanwhile is known to nobody.
const learn = `
  INSERT INTO known_words (word)
  SELECT DISTINCT said.word FROM ${recordset('$1', 'c uuid, p bigint, r bigint, spelled jsonb')}
  JOIN messages m ON m.conversation_id = x.c AND m.position = x.p AND m.revision = x.r
  CROSS JOIN LATERAL jsonb_array_elements_text(x.spelled) AS said(word) ORDER BY said.word ON CONFLICT DO NOTHING`

const advance = `
  UPDATE indexed_conversations i SET revision = x.revision FROM unnest($1::uuid[], $2::bigint[]) AS x(id, revision) WHERE i.conversation_id = x.id`

interface Claimed {
  readonly id: string
  readonly revision: number
  readonly head: number
}

interface ChangedRow extends Worded {
  readonly conversationId: string
  readonly position: number
  readonly revision: number
}

/** Brings the index of some conversations nearer to what they are; returns those that are behind still. */
export const indexRound = (sql: SqlDatabase, ids: readonly string[]): Promise<string[]> =>
  sql.transaction(async (tx) => {
    const [, , claimed] = await Promise.all([tx.query(relax, [], 'search.relax'), tx.query(enter, [ids], 'search.enter'), tx.query<Claimed>(claim, [ids], 'search.claim')])
    if (claimed.length === 0) return []
    const most = messagesOfEach(claimed.length)
    const rows = await tx.query<ChangedRow>(changed, [claimed.map(({ id }) => id), claimed.map(({ revision }) => revision), most], 'search.changed')
    const full = claimed.filter(({ id }) => rows.filter(({ conversationId }) => conversationId === id).length === most)
    const reached = claimed.map((each) => {
      const last = rows.findLast(({ conversationId }) => conversationId === each.id)?.revision ?? 0
      return full.includes(each) ? last : Math.max(last, each.head)
    })
    const found = rows.map((row) => ({ c: row.conversationId, p: row.position, r: row.revision, words: messageWords(row), isEdited: row.parts?.editedAt !== undefined }))
    const before = await indexedWords(tx, found.filter(({ words, isEdited }) => isEdited || words.length === 0))
    const said = new Set(found.flatMap(({ words }) => words))
    await Promise.all([...writeRows(tx, found), tx.query(advance, [claimed.map(({ id }) => id), reached], 'search.advance')])
    await unlearn(tx, before.filter((word) => !said.has(word)))
    return full.map(({ id }) => id)
  })

interface FoundMessage {
  readonly c: string
  readonly p: number
  readonly r: number
  readonly words: readonly string[]
}

/** Asks for all that is to be written of changed messages, in the order in which it is to happen. */
function writeRows(tx: Sql, found: readonly FoundMessage[]): Promise<unknown>[] {
  const worded = found.filter(({ words }) => words.length > 0).map(({ c, p, r, words }) => ({ c, p, r, words }))
  const wordless = found.filter(({ words }) => words.length === 0)
  const summarised = found.filter(({ p }) => !isInFirstBlock(p))
  const spelled = worded.map(({ words, ...message }) => ({ ...message, spelled: spelledWords(words) }))
  return [
    ...(worded.length > 0 ? [tx.query(write, [JSON.stringify(worded)], 'search.write'), tx.query(gather, [], 'search.gather')] : []),
    ...(wordless.length > 0 ? [tx.query(remove, [wordless.map(({ c }) => c), wordless.map(({ p }) => p)], 'search.remove')] : []),
    ...(summarised.length > 0 ? [tx.query(unsummarise, [summarised.map(({ c }) => c), summarised.map(({ p }) => p)], 'search.unsummarise')] : []),
    ...(worded.length > 0 ? [tx.query(learn, [JSON.stringify(spelled)], 'search.learn')] : []),
  ]
}
