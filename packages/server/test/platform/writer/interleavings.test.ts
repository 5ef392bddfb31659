import { randomUUID } from 'node:crypto'
import type { Conversation, ConversationRows, Member, Message } from '@palaver/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EncodedEvent } from '../../../src/platform/event.ts'
import { createMessageLog } from '../../../src/platform/message-log/message-log.ts'
import { seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

type Step =
  | { readonly kind: 'send' | 'repeat' | 'leave'; readonly who: number; readonly where: number }
  | { readonly kind: 'add' | 'remove'; readonly who: number; readonly where: number; readonly whom: number }
  | { readonly kind: 'promote' | 'transfer'; readonly who: number; readonly where: number; readonly whom: number }
  | { readonly kind: 'mark'; readonly who: number; readonly where: number; readonly read: number }
  | { readonly kind: 'rename'; readonly who: number; readonly where: number }
  | { readonly kind: 'pause'; readonly ms: number }

const people = 4
const conversations = 2
const who = fc.integer({ min: 0, max: people - 1 })
const where = fc.integer({ min: 0, max: conversations - 1 })
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('send' as const), who, where }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), who, where }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('add' as const), who, where, whom: who }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), who, where, whom: who }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('promote' as const), who, where, whom: who }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('transfer' as const), who, where, whom: who }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), who, where }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('mark' as const), who, where, read: fc.integer({ min: 0, max: 40 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), who, where }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('pause' as const), ms: fc.integer({ min: 0, max: 4 }) }) },
  ),
  { minLength: 10, maxLength: 80 },
)

/** What a client would hold: rows merged by the higher revision. */
class Copy {
  conversation: Conversation | undefined
  readonly members = new Map<string, Member>()
  readonly messages = new Map<string, Message>()

  merge({ conversation, members = [], messages = [] }: ConversationRows): this {
    if (conversation && conversation.revision > (this.conversation?.revision ?? 0)) this.conversation = conversation
    for (const member of members) if (member.revision >= (this.members.get(member.userId)?.revision ?? 0)) this.members.set(member.userId, member)
    for (const message of messages) if (message.revision >= (this.messages.get(message.id)?.revision ?? 0)) this.messages.set(message.id, message)
    return this
  }

  get state() {
    const byId = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
    return { conversation: this.conversation, members: byId(this.members), messages: byId(this.messages) }
  }
}

interface Sent {
  readonly conversationId: string
  readonly clientId: string
  readonly text: string
}

describe.each(dialects)('random interleavings on %s', (dialect) => {
  let bench: ConversationBench
  beforeAll(async () => {
    bench = await createConversationBench(dialect, { maxBatch: 7 })
  })
  afterAll(() => bench.close())

  it('keep numbers without holes, one order, and what was acknowledged', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.infiniteStream(fc.integer({ min: 0, max: 1000 })), async (todo, random) => {
        const ids = await seedPeople(bench.database, people)
        const owner = ids[0]!
        const made = await Promise.all(
          Array.from({ length: conversations }, () => bench.run('conversation.create', owner, { clientId: randomUUID(), type: 'group', name: 'Group', memberIds: ids.slice(1) })),
        )
        bench.bus.messages.length = 0
        const acknowledged = await perform(bench, todo, { ids, rooms: made.map((view) => view.conversation.id) })
        for (const view of made) await check(view.conversation.id, { acknowledged, since: 1 + (random.next().value ?? 0) % 10, copyOf: () => firstCopy(view.conversation, ids) })
      }),
      { numRuns: dialect === 'pglite' ? 10 : 25 },
    )
    expect(bench.errors).toEqual([])
  })

  const firstCopy = (conversation: Conversation, ids: readonly string[]): Copy => {
    const copy = new Copy()
    copy.conversation = conversation
    for (const [index, userId] of ids.entries()) {
      copy.members.set(userId, { userId, role: index === 0 ? 'owner' : 'member', state: 'active', joinedAt: conversation.createdAt, revision: 1 })
    }
    return copy
  }

  async function check(
    conversationId: string,
    { acknowledged, since, copyOf }: { readonly acknowledged: readonly (Sent & Pick<Message, 'id' | 'position' | 'revision'>)[]; readonly since: number; readonly copyOf: () => Copy },
  ): Promise<void> {
    const truth = await readTruth(bench, conversationId)
    const events = bench.bus.events.filter((event) => event.id === conversationId)
    // Intervals join without a gap, in the order of publication, up to the head.
    expect(chain(events)).toBe(truth.headRevision)
    const { messages } = truth.copy.state
    const inOrder = messages.map(([, message]) => message).sort((a, b) => a.position - b.position)
    expect(inOrder.map((message) => message.position)).toEqual(inOrder.map((_, index) => index + 1))
    // Revisions rise with positions: one order, that of the commits. Times never go back.
    expect(inOrder.every((message, index) => index === 0 || (message.revision > inOrder[index - 1]!.revision && message.createdAt >= inOrder[index - 1]!.createdAt))).toBe(true)
    // INV-3: no clientId twice. INV-1: what was acknowledged is there, as it was acknowledged.
    expect(new Set(inOrder.map((message) => message.senderId + message.clientId)).size).toBe(inOrder.length)
    for (const sent of acknowledged.filter((each) => each.conversationId === conversationId)) {
      expect(truth.copy.messages.get(sent.id)).toMatchObject({ position: sent.position, revision: sent.revision, clientId: sent.clientId })
    }
    // The events make the state; catching up from any revision makes it too.
    const live = copyOf()
    const late = copyOf()
    for (const event of events) {
      const rows = JSON.parse(event.frame).payload as ConversationRows
      requireActiveSenders(live, rows)
      live.merge(rows)
      if (event.revision <= since) late.merge(rows)
    }
    expect(live.state).toEqual(truth.copy.state)
    const start = events.findLast((event) => event.revision <= since)?.revision ?? 1
    expect(late.merge(await rowsAfter(bench, conversationId, start)).state).toEqual(truth.copy.state)
    await checkMarks(bench, conversationId, truth)
  }
})

/** Runs the steps, all that stand between two pauses at once. */
async function perform(bench: ConversationBench, todo: readonly Step[], { ids, rooms }: { readonly ids: readonly string[]; readonly rooms: readonly string[] }) {
  const acknowledged: (Sent & Pick<Message, 'id' | 'position' | 'revision'>)[] = []
  const lastOf = new Map<string, Sent>()
  const running: Promise<unknown>[] = []
  // Settled at once, since a refusal may come during a pause.
  const start = (work: Promise<unknown>) => running.push(work.then(() => undefined, (error: { code?: string }) => error))
  for (const [index, step] of todo.entries()) {
    if (step.kind === 'pause') {
      await new Promise((resolve) => setTimeout(resolve, step.ms))
      continue
    }
    const userId = ids[step.who]!
    const conversationId = rooms[step.where]!
    if (step.kind === 'send' || step.kind === 'repeat') {
      const key = userId + conversationId
      const sent = (step.kind === 'repeat' && lastOf.get(key)) || { conversationId, clientId: randomUUID(), text: `${index}` }
      lastOf.set(key, sent)
      const input = { conversationId, clientId: sent.clientId, content: { kind: 'text' as const, text: sent.text } }
      start(bench.run('message.send', userId, input).then((answer) => acknowledged.push({ ...sent, ...answer })))
    } else if (step.kind === 'add') start(bench.run('member.add', userId, { conversationId, userIds: [ids[step.whom]!] }))
    else if (step.kind === 'remove') start(bench.run('member.remove', userId, { conversationId, userId: ids[step.whom]! }))
    else if (step.kind === 'promote') start(bench.run('member.update', userId, { conversationId, userId: ids[step.whom]!, role: index % 2 ? 'admin' : 'member' }))
    else if (step.kind === 'transfer') start(bench.run('conversation.transfer', userId, { conversationId, userId: ids[step.whom]! }))
    else if (step.kind === 'leave') start(bench.run('member.leave', userId, { conversationId }))
    else if (step.kind === 'rename') start(bench.run('conversation.update', userId, { conversationId, name: `Name ${index}` }))
    else if ('read' in step) start(bench.run('mark.update', userId, { marks: [{ conversationId, read: step.read }] }))
  }
  for (const error of await Promise.all(running)) {
    if (error && !['not_found', 'forbidden', 'invalid_input'].includes((error as { code?: string }).code ?? '')) throw error
  }
  return acknowledged
}

/** Follows the intervals from revision 1. */
function chain(events: readonly EncodedEvent[]): number {
  let at = 1
  for (const event of events) {
    expect(event.after).toBe(at)
    expect(event.revision).toBeGreaterThan(at)
    at = event.revision
  }
  return at
}

/** INV-5 at its root: nobody gets a message in after the removal. */
function requireActiveSenders(copy: Copy, { messages = [] }: ConversationRows): void {
  // Who leaves is told of after they left.
  for (const message of messages) if (message.content.kind !== 'system') expect(copy.members.get(message.senderId)?.state).toBe('active')
}

/** INV-6: marks of a person never go back, and never beyond the head. INV-4: what was told and what messages imply make the marks. */
async function checkMarks(bench: ConversationBench, conversationId: string, { headPosition, copy }: Awaited<ReturnType<typeof readTruth>>): Promise<void> {
  const best = new Map<string, { delivered: number; read: number }>()
  let revision = 0
  for (const message of bench.bus.messages) {
    if (message.kind !== 'marks' || message.payload.conversationId !== conversationId) continue
    expect(message.payload.marksRevision).toBeGreaterThan(revision)
    revision = message.payload.marksRevision
    for (const { userId, delivered, read } of message.payload.marks) {
      const before = best.get(userId) ?? { delivered: 0, read: 0 }
      expect(read).toBeGreaterThanOrEqual(before.read)
      expect(delivered).toBeGreaterThanOrEqual(Math.max(before.delivered, read))
      expect(delivered).toBeLessThanOrEqual(headPosition)
      best.set(userId, { delivered, read })
    }
  }
  for (const { senderId, position, content } of copy.messages.values()) {
    if (content.kind === 'system') continue
    const { delivered, read } = best.get(senderId) ?? { delivered: 0, read: 0 }
    best.set(senderId, { delivered: Math.max(delivered, position), read: Math.max(read, position) })
  }
  const members = await bench.database.query<{ user_id: string; delivered: number; read: number }>(
    `SELECT user_id, delivered_position AS delivered, read_position AS read FROM members WHERE conversation_id = $1 AND state = 'active'`,
    [conversationId],
  )
  for (const { user_id: userId, delivered, read } of members) expect({ delivered, read }).toEqual(best.get(userId) ?? { delivered: 0, read: 0 })
}

/** All rows of a conversation that changed after a revision, whoever looks at them. */
async function rowsAfter(bench: ConversationBench, conversationId: string, since: number): Promise<ConversationRows> {
  const missed = await createMessageLog(bench.database).missed(conversationId, since)
  return missed?.rows ?? {}
}

async function readTruth(bench: ConversationBench, conversationId: string) {
  const [head] = await bench.database.query<{ head_revision: number; head_position: number; member_count: number; active: number }>(
    `SELECT head_revision, head_position, member_count, (SELECT count(*)::int FROM members WHERE conversation_id = $1 AND state = 'active') AS active
     FROM conversations WHERE id = $1`,
    [conversationId],
  )
  expect(head!.member_count).toBe(head!.active)
  return { headRevision: head!.head_revision, headPosition: head!.head_position, copy: new Copy().merge(await rowsAfter(bench, conversationId, 0)) }
}
