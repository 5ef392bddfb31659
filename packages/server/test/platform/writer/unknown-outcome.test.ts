import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { CommitUnknownError, type SqlDatabase } from '../../../src/platform/sql.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

/** A database whose connection breaks after the next COMMIT, or before it: who asked cannot tell. */
class BreakingDatabase implements SqlDatabase {
  breakNext: 'after-commit' | 'before-commit' | undefined
  readonly #database: SqlDatabase

  constructor(database: SqlDatabase) {
    this.#database = database
  }

  query: SqlDatabase['query'] = (text, params, name) =>
    text.includes('palaver_') ? this.#breakOnce(() => this.#database.query(text, params, name)) : this.#database.query(text, params, name)

  transaction: SqlDatabase['transaction'] = (work) => this.#breakOnce(() => this.#database.transaction(work))

  async #breakOnce<T>(run: () => Promise<T>): Promise<T> {
    const when = this.breakNext
    this.breakNext = undefined
    if (when === 'before-commit') throw new Error('Connection terminated unexpectedly')
    const result = await run()
    if (when === 'after-commit') throw new CommitUnknownError(new Error('Connection terminated unexpectedly'))
    return result
  }
}

describe.each(dialects)('an unknown outcome of COMMIT on %s', (dialect) => {
  let bench: ConversationBench
  let breaking: BreakingDatabase
  const setup = async () => {
    bench = await createConversationBench(dialect, { wrap: (database) => (breaking = new BreakingDatabase(database)) })
    const [anna, ben] = (await seedPeople(bench.database, 2)) as [string, string]
    return { anna, ben, conversationId: await seedConversation(bench.database, { userIds: [anna, ben] }) }
  }
  afterEach(() => bench.close())

  it.each(['after-commit', 'before-commit'] as const)('gives each message once and the right answer when it broke %s', async (when) => {
    const { anna, conversationId } = await setup()
    breaking.breakNext = when
    const sent = await Promise.all(
      ['a', 'b', 'c'].map((text) => bench.run('message.send', anna, { conversationId, clientId: randomUUID(), content: { kind: 'text', text } })),
    )
    expect(sent.map((each) => each.position)).toEqual([1, 2, 3])
    const { messages } = await bench.run('message.list', anna, { conversationId })
    expect(messages.map((message) => message.id)).toEqual(sent.map((each) => each.id))
    const outbox = await bench.database.query('SELECT entries FROM outbox')
    // What the broken attempt committed is left to the relay.
    expect(outbox).toEqual(when === 'after-commit' ? [{ entries: [['c', conversationId, 1, 4]] }] : expect.any(Array))
  })

  it('makes one conversation and adds people once', async () => {
    const { anna, ben } = await setup()
    breaking.breakNext = 'after-commit'
    const { conversation } = await bench.run('conversation.create', anna, { clientId: randomUUID(), type: 'group', name: 'Once' })
    breaking.breakNext = 'after-commit'
    const { members } = await bench.run('member.add', anna, { conversationId: conversation.id, userIds: [ben] })
    expect(members).toMatchObject([{ userId: ben, revision: 2 }])
    expect(await bench.run('conversation.get', anna, { conversationId: conversation.id })).toMatchObject({ head: { memberCount: 2, revision: 3, position: 1 } })
    expect((await bench.run('conversation.list', anna, {})).conversations.filter((view) => view.conversation.name === 'Once')).toHaveLength(1)
  })

  it('says unavailable, retryably, where doing it again would not find out', async () => {
    const { anna, ben, conversationId } = await setup()
    breaking.breakNext = 'after-commit'
    expect(await bench.refusal('member.remove', anna, { conversationId, userId: ben })).toMatchObject({ code: 'unavailable', retryable: true })
  })
})
