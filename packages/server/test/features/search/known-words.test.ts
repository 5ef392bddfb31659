import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { indexRound } from '../../../src/features/search/index-rounds.ts'
import type { Sql, SqlDatabase } from '../../../src/platform/sql.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

/** The same database, where something happens before the statement of that name. */
const interrupted = (database: SqlDatabase, name: string, happen: () => Promise<unknown>): SqlDatabase => {
  // What happens belongs to no transaction here.
  const outside = AsyncLocalStorage.snapshot()
  return {
    query: database.query.bind(database),
    transaction: (work) => database.transaction((tx) => {
      let before: Promise<unknown> = Promise.resolve()
      const query: Sql['query'] = (text, params, asked) => {
        if (asked === name) before = before.then(() => outside(happen))
        const answered = before.then(() => tx.query<never>(text, params, asked))
        before = answered.catch(() => undefined)
        return answered
      }
      return work({ ...tx, query })
    }),
  }
}

/** A conversation of one person, whose index is made by hand. */
const prepare = (dialect: (typeof dialects)[number]) => {
  let bench: ConversationBench
  let anna: string, conversationId: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
  })
  beforeEach(async () => {
    ;[anna] = (await seedPeople(bench.database, 1)) as [string]
    conversationId = await seedConversation(bench.database, { userIds: [anna] })
  })
  afterAll(() => bench.close())

  const send = async (text: string) => (await bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: { kind: 'text', text } })).id
  const edit = (messageId: string, text: string) => bench.run('message.edit', anna, { conversationId, messageId, clientId: randomUUID(), content: { kind: 'text', text } })
  const remove = (messageId: string) => bench.run('message.delete', anna, { conversationId, messageId })
  const index = (database: SqlDatabase = bench.database) => indexRound(database, [conversationId])
  const known = async () => (await bench.database.query<{ word: string }>('SELECT word FROM known_words ORDER BY word')).map(({ word }) => word)
  const beginWith = async (...words: readonly string[]) => {
    await bench.database.query('DELETE FROM known_words')
    const ids: string[] = []
    for (const word of words) ids.push(await send(word))
    return ids as [string, ...string[]]
  }

  return { beginWith, edit, remove, index, known, database: () => bench.database, positions: () => bench.database.query('SELECT position FROM message_words WHERE conversation_id = $1', [conversationId]) }
}

describe.each(dialects)('words that are offered for misspelt ones on %s', (dialect) => {
  const { beginWith, edit, remove, index, known } = prepare(dialect)

  it('are those of texts as they are now', async () => {
    const [first] = await beginWith('xylophone solo', 'quiet')
    await index()
    expect(await known()).toEqual(['quiet', 'solo', 'xylophone'])
    await edit(first, 'marimba solo')
    await index()
    expect(await known()).toEqual(['marimba', 'quiet', 'solo'])
    await remove(first)
    expect(await known()).toEqual(['quiet'])
    await index()
    expect(await known()).toEqual(['quiet'])
  })
})

// PGlite has one connection: nothing happens within a transaction.
describe('words that are offered for misspelt ones', () => {
  const { beginWith, edit, remove, index, known, database, positions } = prepare('postgres')

  it.each(['search.write', 'search.learn', 'search.advance'])('are not those of a text that goes while it is indexed, before %s', async (statement) => {
    const [gone] = await beginWith('xylophone', 'quiet')
    await index(interrupted(database(), statement, () => remove(gone)))
    await index()
    expect(await known()).toEqual(['quiet'])
    expect(await positions()).toMatchObject([{ position: 2 }])
  })

  it.each(['search.write', 'search.learn', 'search.advance'])('are not those of a text that was edited, and goes while it is indexed again, before %s', async (statement) => {
    const [gone] = await beginWith('xylophone', 'quiet')
    await index()
    await edit(gone, 'marimba')
    let removed: Promise<unknown> = Promise.resolve()
    await index(
      interrupted(database(), statement, async () => {
        removed = remove(gone)
        // It may wait for the round's end.
        await Promise.race([removed, new Promise((resolve) => setTimeout(resolve, 300))])
      }),
    )
    await removed
    await index()
    expect(await known()).toEqual(['quiet'])
  })
})
