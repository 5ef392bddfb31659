import { randomUUID } from 'node:crypto'
import type { CommandInput } from '@palaver/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { conversationsPerRound, indexRound } from '../../../src/features/search/index-rounds.ts'
import { createSearchIndexer, type SearchIndexer } from '../../../src/features/search/indexer.ts'
import { forgetWords } from '../../../src/features/search/port.ts'
import { SearchService } from '../../../src/features/search/service.ts'
import { summarisePart } from '../../../src/features/search/summaries.ts'
import type { UserCaller } from '../../../src/platform/caller.ts'
import type { SqlDatabase } from '../../../src/platform/sql.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'
import { changeMember } from '../../support/history.ts'
import { type TableRead, tellingReads } from '../../support/rows-read.ts'

/** Each with queries that find it, and one that does not. */
const corpus: readonly (readonly [language: string, text: string, found: readonly string[], missed: string])[] = [
  ['English', 'The naïve café serves crème brûlée', ['cafe', 'NAÏVE creme', 'brul'], 'plumber'],
  ['German', 'Die Straßenbahn fährt über die Brücke', ['STRASSE', 'uber bruck', 'fahrt'], 'bahn'],
  ['French', 'L’été dernier à la plage, cœur léger', ['ete plage', 'coeur', 'LÉGER'], 'hiver'],
  ['Russian', 'Ёлка стоит в большом зале', ['елка', 'БОЛЬШ', 'ёлк зал'], 'сосна'],
  ['Greek', 'Ο λόγος του Θεού', ['ΛΟΓΟΣ', 'θεου'], 'νόμος'],
  ['Arabic', 'ذَهَبَ أَحْمَدُ إلى المدرسة', ['احمد', 'المدرسه', 'ذهب'], 'جامعة'],
  ['Hebrew', 'שָׁלוֹם לכולם בחדר', ['שלום', 'לכול'], 'בוקר'],
  ['Chinese', '我们明天去北京烤鸭店吃饭', ['北京', '北京烤鸭', '饭', '明天 吃饭'], '京北'],
  ['Japanese', 'カタカナとひらがなの違い', ['ｶﾀｶﾅ', 'ひらがな', '違'], 'かな文字'],
  ['Thai', 'สวัสดีครับ ยินดีต้อนรับสู่ประเทศไทย', ['ไทย', 'ยินดี'], 'ลาว'],
  ['Korean', '서울에서 만나요', ['서울', '만나'], '부산'],
  ['Hindi', 'नमस्ते दुनिया', ['नमस्ते', 'दुनि'], 'नमक'],
  ['Turkish', 'IĞDIR ve İzmir', ['izmir', 'ığdır'], 'ankara'],
  ['pictographs', 'well done 🎉 👍', ['👍', 'done 🎉'], '😀'],
]

describe.each(dialects)('search on %s', (dialect) => {
  let bench: ConversationBench
  let indexer: SearchIndexer
  let anna: string, ben: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    indexer = createSearchIndexer({ sql: bench.database, bus: bench.bus, onError: (error) => void bench.errors.push(error), restFor: 0 })
  })
  beforeEach(async () => {
    ;[anna, ben] = (await seedPeople(bench.database, 2)) as [string, string]
  })
  afterAll(async () => {
    await indexer.stop()
    await bench.close()
  })

  const group = () => seedConversation(bench.database, { userIds: [anna, ben] })
  const send = async (conversationId: string, text: string, sender = anna) =>
    (await bench.run('message.send', sender, { conversationId, clientId: randomUUID(), content: { kind: 'text', text } })).id
  const said = async (conversationId: string, ...texts: string[]) => {
    for (const text of texts) await send(conversationId, text)
    await indexer.sweep()
  }
  const search = (query: string, more: Partial<CommandInput<'message.search'>> = {}, who = anna) => bench.run('message.search', who, { query, ...more })
  const textsOf = async (...asked: Parameters<typeof search>) =>
    (await search(...asked)).results.map(({ message: { content } }) => (content.kind === 'text' ? content.text : content.kind))

  it.each(corpus)('finds %s by its words and their beginnings', async (_language, text, found, missed) => {
    const conversationId = await group()
    await said(conversationId, text, 'something else')
    for (const query of found) expect([query, await textsOf(query, { conversationId })]).toEqual([query, [text]])
    expect((await search(missed, { conversationId })).results).toEqual([])
  })

  it('marks what answers the query in code points', async () => {
    const conversationId = await group()
    await said(conversationId, '🎉🎉 Größe und größer, 東京都')
    const marked = async (query: string) => (await search(query, { conversationId })).results[0]?.highlights
    expect(await marked('gross')).toEqual([{ offset: 3, length: 5 }, { offset: 13, length: 6 }])
    expect(await marked('京都')).toEqual([{ offset: 22, length: 2 }])
  })

  it('ranks whole words before beginnings, then the newest first', async () => {
    const conversationId = await group()
    await said(conversationId, 'plan one', 'plan two', 'planet six')
    expect(await textsOf('plan', { conversationId })).toEqual(['plan two', 'plan one', 'planet six'])
    expect(await textsOf('plan', { conversationId, sort: 'newest' })).toEqual(['planet six', 'plan two', 'plan one'])
  })

  it('finds what is spelled alike when there is little else, after what is spelled so', async () => {
    const conversationId = await group()
    await said(conversationId, 'about the conference on monday', 'the confrence was moved')
    const answer = await search('confrence', { conversationId })
    expect(answer).toMatchObject({ similar: true, results: [{ message: { position: 2 } }, { message: { position: 1 }, highlights: [{ offset: 10, length: 10 }] }] })
  })

  it('tells nobody that only others said a word that is spelled alike', async () => {
    await said(await group(), 'the xylographer came')
    const [stranger] = (await seedPeople(bench.database, 1)) as [string]
    const own = await seedConversation(bench.database, { userIds: [stranger] })
    expect(await search('xylographor', {}, anna)).toMatchObject({ similar: true, results: [{}] })
    expect(await search('xylographor', {}, stranger)).toEqual({ results: [], similar: false })
    await send(own, 'about a xylographor', stranger)
    await indexer.sweep()
    expect(await search('xylographor', {}, stranger)).toMatchObject({ similar: false, results: [{}] })
  })

  it('finds nothing of a conversation for strangers and those who went, nor for members what is before their time', async () => {
    const conversationId = await group()
    await said(conversationId, 'quetzal early', 'quetzal late')
    const [stranger] = (await seedPeople(bench.database, 1)) as [string]
    expect(await textsOf('quetzal', {}, stranger)).toEqual([])
    await bench.database.query('UPDATE members SET visible_from = 2 WHERE conversation_id = $1 AND user_id = $2', [conversationId, ben])
    expect(await textsOf('quetzal', {}, ben)).toEqual(['quetzal late'])
    await changeMember(bench.database, conversationId, ben, 'removed')
    expect(await textsOf('quetzal', {}, ben)).toEqual([])
    for (const [who, id] of [[stranger, conversationId], [ben, conversationId], [anna, randomUUID()]] as const) {
      expect(await bench.refusal('message.search', who, { query: 'quetzal', conversationId: id })).toMatchObject({ code: 'not_found' })
    }
  })

  it('follows edits, and shows nothing that is no longer said', async () => {
    const conversationId = await group()
    const messageId = await send(conversationId, 'the old wording')
    await indexer.sweep()
    await bench.run('message.edit', anna, { conversationId, messageId, clientId: randomUUID(), content: { kind: 'text', text: 'a new phrase' } })
    expect(await textsOf('wording', { conversationId })).toEqual([])
    await indexer.sweep()
    expect(await textsOf('wording', { conversationId })).toEqual([])
    expect(await textsOf('phrase', { conversationId })).toEqual(['a new phrase'])
  })

  it('forgets a message with its deletion, and its words; finds it again when it is restored', async () => {
    const conversationId = await group()
    const messageId = await send(conversationId, 'my password is xylophone')
    await indexer.sweep()
    await bench.run('message.delete', anna, { conversationId, messageId })
    expect(await bench.database.query('SELECT FROM message_words WHERE conversation_id = $1', [conversationId])).toEqual([])
    expect(await bench.database.query(`SELECT FROM known_words WHERE word = 'xylophone'`)).toEqual([])
    expect(await textsOf('xylophone', { conversationId })).toEqual([])
    await bench.run('message.restore', anna, { conversationId, messageId })
    await indexer.sweep()
    expect(await textsOf('xylophone', { conversationId })).toEqual(['my password is xylophone'])
  })

  it('never finds what the server wrote', async () => {
    const { conversation: { id: conversationId } } = await bench.run('conversation.create', anna, { clientId: randomUUID(), type: 'group', name: 'Members', memberIds: [ben] })
    await bench.run('conversation.update', anna, { conversationId, name: 'Renamed' })
    await indexer.sweep()
    expect(await textsOf('renamed', { conversationId })).toEqual([])
  })

  it('keeps to sender, time and what a message holds', async () => {
    const conversationId = await group()
    await said(conversationId, 'see https://example.com for news', 'no news')
    await send(conversationId, 'news of ben', ben)
    await indexer.sweep()
    expect(await textsOf('news', { conversationId, has: 'link' })).toEqual(['see https://example.com for news'])
    await bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: { kind: 'text', text: '@ben, news' }, mentions: { userIds: [ben] } })
    await indexer.sweep()
    expect(await textsOf('news', { conversationId, has: 'mention' })).toEqual(['@ben, news'])
    expect(await textsOf('news', { conversationId, senderId: ben })).toEqual(['news of ben'])
    await bench.database.query(`UPDATE message_words SET created_at = to_timestamp(position * 1000) WHERE conversation_id = $1`, [conversationId])
    await bench.database.query(`UPDATE messages SET created_at = to_timestamp(position * 1000) WHERE conversation_id = $1`, [conversationId])
    expect(await textsOf('news', { conversationId, after: 2_000_000, before: 3_000_000 })).toEqual(['no news'])
  })

  it('reads operators, wildcards and quotes as nothing, and never as commands', async () => {
    const conversationId = await group()
    await said(conversationId, 'alpha beta', 'gamma')
    for (const query of ["alpha' | 'gamma", 'alpha | gamma', '!alpha gamma', 'alpha <-> gamma', '(alpha & gamma)', '%', '_', '\\', "'", ':*', '~', '#link', `@${anna.slice(-8)}`, "'; DROP TABLE messages; --", '\u0001']) {
      expect([query, await textsOf(query, { conversationId })]).toEqual([query, []])
    }
    expect(await textsOf("al' 'be:*", { conversationId })).toEqual(['alpha beta'])
    expect(await textsOf('x '.repeat(100), { conversationId })).toEqual([])
  })

  it.each(['relevance', 'newest'] as const)('gives each hit once over pages by %s, whatever is sent meanwhile', async (sort) => {
    const conversationId = await group()
    const texts = Array.from({ length: 25 }, (_, n) => `page ${'of '.repeat(n % 3)}number${n}`)
    await said(conversationId, ...texts)
    const seen: string[] = []
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await search('page', { conversationId, sort, limit: 10, ...(cursor && { cursor }) })
      seen.push(...page.results.map(({ message }) => (message.content.kind === 'text' ? message.content.text : '')))
      await said(conversationId, `page sent after ${seen.length}`)
      cursor = page.nextCursor
      more = cursor !== undefined
    }
    expect(seen.filter((text) => !text.startsWith('page sent')).sort()).toEqual(texts.toSorted())
    expect(new Set(seen).size).toBe(seen.length)
  })

  /** Writes texts at positions from `first` on, past the writer. */
  const wrote = (conversationId: string, texts: readonly string[], first = 1) =>
    bench.database.query(
      `WITH head AS (UPDATE conversations SET head_position = $4::bigint - 1 + cardinality($3::text[]), head_revision = $4::bigint + cardinality($3::text[]) WHERE id = $1 RETURNING id)
       INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content, created_at)
       SELECT head.id, $4::bigint - 1 + n, gen_random_uuid(), $4::bigint + n, $2, gen_random_uuid(), '', 'text', jsonb_build_object('kind', 'text', 'text', text), now() - (30000 - n) * interval '1 second'
       FROM head, unnest($3::text[]) WITH ORDINALITY AS t(text, n)`,
      [conversationId, anna, texts, first],
    )

  it('indexes long conversations in rounds, and finds in all of their blocks', async () => {
    const conversationId = await group()
    await wrote(conversationId, Array.from({ length: 2500 }, (_, n) => `okapi ${7001 + n}`), 7001)
    await indexer.sweep()
    expect(await textsOf('okapi 9 500', { conversationId })).toEqual([])
    expect(await textsOf('okapi 9500', { conversationId })).toEqual(['okapi 9500'])
    expect(await textsOf('7001 okapi', { conversationId, sort: 'newest', limit: 1 })).toEqual(['okapi 7001'])
    const { results, nextCursor = '' } = await search('okapi', { conversationId, sort: 'newest', limit: 50 })
    expect(results.map(({ message }) => message.position)).toEqual(Array.from({ length: 50 }, (_, n) => 9500 - n))
    const after = await search('okapi', { conversationId, sort: 'newest', limit: 50, cursor: nextCursor })
    expect(after.results.map(({ message }) => message.position)).toEqual(Array.from({ length: 50 }, (_, n) => 9450 - n))
  })

  const partsOf = async (conversationId: string) =>
    (await bench.database.query<{ part: number; due: boolean; words: string | null }>(
      `SELECT part, is_due AS due, (SELECT string_agg(split_part(word, ':', 2), ' ' ORDER BY word) FROM unnest(tsvector_to_array(words)) AS word) AS words FROM part_words WHERE conversation_id = $1 ORDER BY part`,
      [conversationId],
    )).map(({ part, due, words }) => [part, due ? 'due' : 'made', words?.replace(/@\S+/, 'sender')])

  it('summarises what is not the newest, and has it made again for each change', async () => {
    const conversationId = await group()
    await wrote(conversationId, ['axlotl first'], 100)
    await wrote(conversationId, ['axlotl second', 'of two'], 9000)
    await wrote(conversationId, ['axlotl third'], 11_000)
    await wrote(conversationId, ['axlotl newest'], 50_000)
    await indexer.sweep()
    const summarised = [[4, 'made', 'sender axlotl of second two'], [5, 'made', 'sender axlotl third'], [24, 'due', '*']]
    expect(await partsOf(conversationId)).toEqual(summarised)
    for (const [query, found] of [['second', ['axlotl second']], ['axlotl', ['axlotl newest', 'axlotl third', 'axlotl second', 'axlotl first']], ['second third', []], ['sec axl', ['axlotl second']]] as const) {
      expect([query, await textsOf(query, { conversationId, sort: 'newest' })]).toEqual([query, found])
    }

    const [{ id: messageId } = { id: '' }] = await bench.database.query<{ id: string }>('SELECT id FROM messages WHERE conversation_id = $1 AND position = 11000', [conversationId])
    await bench.run('message.edit', anna, { conversationId, messageId, clientId: randomUUID(), content: { kind: 'text', text: 'a numbat' } })
    await indexer.sweep()
    expect(await partsOf(conversationId)).toEqual([summarised[0], [5, 'made', 'sender a numbat'], summarised[2]])
    expect(await textsOf('numbat', { conversationId })).toEqual(['a numbat'])
    await bench.run('message.delete', anna, { conversationId, messageId })
    expect(await partsOf(conversationId)).toEqual([summarised[0], [5, 'due', '*'], summarised[2]])
    await indexer.sweep()
    expect(await partsOf(conversationId)).toEqual([summarised[0], [5, 'made', undefined], summarised[2]])
    await bench.run('message.restore', anna, { conversationId, messageId })
    await indexer.sweep()
    expect(await textsOf('numbat', { conversationId })).toEqual(['a numbat'])
  })

  it('says of what is too much for a summary that it may be anything', async () => {
    const conversationId = await group()
    await wrote(conversationId, ['okapi'], 9000)
    await wrote(conversationId, ['newest'], 50_000)
    await indexer.sweep()
    await bench.database.query(
      `UPDATE message_words SET words = words || (SELECT array_to_tsvector(array_agg('x:' || md5(n::text))) FROM generate_series(1, 28000) n) WHERE conversation_id = $1 AND position = 9000`, [conversationId],
    )
    await bench.database.query('UPDATE part_words SET is_due = true WHERE conversation_id = $1', [conversationId])
    await indexer.sweep()
    expect(await partsOf(conversationId)).toEqual([[4, 'made', '*'], [24, 'due', '*']])
    expect(await textsOf('okapi', { conversationId })).toEqual(['okapi'])
  })

  // PGlite has one connection: nothing happens meanwhile.
  it.skipIf(dialect === 'pglite')('writes no word down that is being deleted meanwhile', async () => {
    const conversationId = await group()
    await wrote(conversationId, ['my password is xylophone'], 9000)
    await wrote(conversationId, ['newest'], 50_000)
    await indexRound(bench.database, [conversationId])
    const forgotten = Promise.withResolvers<void>()
    const tried = Promise.withResolvers<void>()
    const forgetting = bench.database.transaction(async (tx) => {
      await forgetWords(tx, [{ conversationId, position: 9000 }])
      forgotten.resolve()
      await tried.promise
    })
    await forgotten.promise
    await summarisePart(bench.database, { id: conversationId, part: 4 })
    tried.resolve()
    await forgetting
    expect(await partsOf(conversationId)).toEqual([[4, 'due', '*'], [24, 'due', '*']])
    await summarisePart(bench.database, { id: conversationId, part: 4 })
    expect(await partsOf(conversationId)).toEqual([[4, 'made', undefined], [24, 'due', '*']])
  })

  it('reads what answers and little else, however long a conversation is', async () => {
    const [conversationId, ...others] = await Promise.all(Array.from({ length: 60 }, group))
    await wrote(conversationId!, Array.from({ length: 20_000 }, () => 'nothing of interest'))
    await wrote(conversationId!, ['nothing of late'], 600_000)
    await Promise.all(others.map((id) => wrote(id, Array.from({ length: 20 }, () => 'nothing either'))))
    await bench.database.query(`INSERT INTO indexed_conversations (conversation_id, revision) SELECT id, head_revision - 1 FROM conversations WHERE id = ANY ($1::uuid[])`, [[conversationId, ...others]])
    await said(conversationId!, 'a capybara')
    await bench.database.query('ANALYZE')
    let read: readonly TableRead[] = []
    const counting = tellingReads(bench.database, (reads) => (read = reads))
    for (const more of [{}, { sort: 'newest', before: Date.now() + 60_000, after: 1 }] as const) {
      const { results } = await new SearchService(counting).search({ query: 'capybara', ...more }, { userId: anna } as UserCaller)
      expect(results).toMatchObject([{ message: { content: { text: 'a capybara' } } }])
      const of = (table: string) => read.find((each) => each.table === table)
      expect(of('messages')?.rows).toBeLessThan(300)
      // The first block of each conversation and the newest of the long one; and the million of that.
      expect([of('message_words')?.lookUps, of('part_words')?.lookUps]).toEqual([61, 1])
    }
  })

  const indexing = (sql: SqlDatabase, onError: (error: unknown) => void) => {
    const made = createSearchIndexer({ sql, bus: bench.bus, onError, gatherMs: 20 })
    made.start()
    return made
  }

  it('finds what is said once while others go on and on', async () => {
    const conversations = await Promise.all(Array.from({ length: conversationsPerRound + 5 }, group))
    const own = indexing(bench.database, (error) => void bench.errors.push(error))
    try {
      let found: readonly string[] = []
      for (let round = 0; found.length === 0 && round < 200; round++) {
        if (round === 3) await send(conversations[0]!, 'an axolotl')
        await Promise.all(conversations.slice(1).map((id) => send(id, `and on ${round}`)))
        found = await textsOf('axolotl')
      }
      expect(found).toEqual(['an axolotl'])
    } finally {
      await own.stop()
    }
  })

  it('goes on where it failed', async () => {
    const conversationId = await group()
    const errors: unknown[] = []
    let down = true
    const database: SqlDatabase = {
      query: (...asked) => bench.database.query(...asked),
      transaction: (work) => (down ? Promise.reject(new Error('the database is away')) : bench.database.transaction(work)),
    }
    const own = indexing(database, (error) => void errors.push(error))
    try {
      await send(conversationId, 'a quokka')
      await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), 5000)
      down = false
      await send(await group(), 'and something else')
      await vi.waitFor(async () => expect(await textsOf('quokka', { conversationId })).toEqual(['a quokka']), 5000)
    } finally {
      await own.stop()
    }
  })

  it('reports nothing in the background', () => expect(bench.errors).toEqual([]))
})
