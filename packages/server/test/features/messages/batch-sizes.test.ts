import { randomUUID } from 'node:crypto'
import { PalaverError } from '@palaver/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendMessages } from '../../../src/features/messages/changes.ts'
import type { SendChange } from '../../../src/features/messages/send-change.ts'
import { seedConversation, seedPeople, textChange } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

// A single message and a batch go through different functions of the database that say the same.
describe.each(dialects)('sending on %s', (dialect) => {
  let bench: ConversationBench
  let owner: string, viewer: string, stranger: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[owner, viewer, stranger] = (await seedPeople(bench.database, 3)) as [string, string, string]
  })
  afterAll(() => bench.close())

  const submit = (change: SendChange) =>
    bench.writer.submit(sendMessages, change).then(
      ({ result, replay }) => ({ position: result.position, revision: result.revision, replay }),
      (error: unknown) => (error instanceof PalaverError ? error.toBody() : error),
    )
  /** What becomes of a message, alone or behind another of the same batch, in a channel that has one message. */
  const send = async (of: (conversationId: string, first: SendChange) => SendChange, company: boolean) => {
    const conversationId = await seedConversation(bench.database, { type: 'channel', userIds: [owner, viewer], roles: ['owner', 'viewer'] })
    const first = textChange(conversationId, owner, 'first')
    await submit(first)
    const change = of(conversationId, first)
    if (!company) return submit(change)
    const [, outcome] = await Promise.all([submit(textChange(conversationId, owner, 'companion')), submit(change)])
    const { messages } = await bench.run('message.list', owner, { conversationId })
    expect(messages.map(({ position }) => position)).toEqual(messages.map((_, index) => index + 1))
    return outcome
  }
  /** The companion took a place. */
  const later = (outcome: object) => ('replay' in outcome && outcome.replay === false ? { replay: false, position: 3, revision: 4 } : outcome)

  const cases: Readonly<Record<string, (conversationId: string, first: SendChange) => SendChange>> = {
    'is sent': (id) => textChange(id, owner, 'x'),
    'is sent with custom data and a reply': (id, first) => textChange(id, owner, 'x', { replyToId: first.id, custom: { colour: 'green', n: 1 } }),
    'is a replay': (_id, first) => ({ ...first, id: randomUUID() }),
    'is a conflict': (id, first) => textChange(id, owner, 'other', { clientId: first.clientId }),
    'comes from nobody who is in it': (id) => textChange(id, stranger, 'x'),
    'comes from a viewer': (id) => textChange(id, viewer, 'x'),
    'answers what is not there': (id) => textChange(id, owner, 'x', { replyToId: randomUUID() }),
    'goes nowhere': () => textChange(randomUUID(), owner, 'x'),
  }
  it.each(Object.keys(cases))('has the same outcome alone and in a batch: a message that %s', async (name) => {
    const of = cases[name]
    if (!of) throw new Error('unable to find the case')
    expect(await send(of, true)).toEqual(later((await send(of, false)) as object))
  })

  it('stores the same alone and in a batch', async () => {
    const stored = async (company: boolean) => {
      await send((id, first) => textChange(id, owner, 'stored', { replyToId: first.id, custom: { colour: 'green', n: 1 } }), company)
      return bench.database.query(
        `SELECT kind, content, custom, reply_to_position, sender_id FROM messages WHERE content ->> 'text' = 'stored' ORDER BY created_at DESC LIMIT 1`,
      )
    }
    const alone = await stored(false)
    expect(alone).toMatchObject([{ kind: 'text', custom: { colour: 'green', n: 1 }, reply_to_position: 1, sender_id: owner }])
    expect(await stored(true)).toEqual(alone)
  })
})
