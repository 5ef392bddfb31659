import type { ClientView, Evidence, SeenConversation, TrueConversation } from './evidence.ts'
import { saidIn } from './said.ts'
import type { Invariant, Violation } from './violation.ts'

type Rows = Pick<SeenConversation, 'messages'>

const deletedText = '(deleted)'
const isDeleted = ({ text }: { readonly text: string }): boolean => text === deletedText

/** The first place where two lists part, for people to read. */
const parting = (a: Rows, b: Rows): { readonly what: string; readonly position?: number } => {
  const at = a.messages.findIndex((each, index) => JSON.stringify(each) !== JSON.stringify(b.messages[index]))
  const place = at < 0 ? a.messages.length : at
  const position = (a.messages[place] ?? b.messages[place])?.position
  return {
    what: `${a.messages.length} messages against ${b.messages.length}; at ${place} ${JSON.stringify(a.messages[place])} against ${JSON.stringify(b.messages[place])}`,
    ...(position === undefined ? {} : { position }),
  }
}
const order = ({ messages }: Rows): string => messages.map(({ position, id, text, facets }) => `${position}:${id}:${text}:${facets.join()}`).join('\n')

/** What two sides say differently of a conversation, its messages apart: `theirs` is undefined where they have nothing. */
const differences = (a: SeenConversation, b: SeenConversation): readonly string[] => {
  const say = (name: string, mine: unknown, theirs: unknown): readonly string[] =>
    JSON.stringify(mine) === JSON.stringify(theirs) ? [] : [`${name} ${JSON.stringify(mine)} against ${JSON.stringify(theirs)}`]
  const people = [...new Set([...Object.keys(a.marks), ...Object.keys(b.marks)])]
  const marks = people.flatMap((userId) => {
    const [mine, theirs] = [a.marks[userId], b.marks[userId]]
    return say(`marks of ${userId}`, [mine?.delivered, mine?.read], [theirs?.delivered, theirs?.read])
  })
  return [...say('topic', a.topic, b.topic), ...say('members', a.members.toSorted(), b.members.toSorted()), ...marks, ...say('unread', a.unread, b.unread)]
}

/** INV-1: what was acknowledged stands where its sender was told; INV-4: what was written came to some end. */
function* lost({ sent, truth, pending }: Evidence): Generator<Violation> {
  const rows = new Map(truth.flatMap(({ id, messages }) => messages.map((message) => [message.id, { ...message, conversationId: id }] as const)))
  const texts = new Set(truth.flatMap(({ messages }) => messages.map(({ text }) => saidIn(text).first)))
  const waiting = new Set(pending)
  for (const { key, client, conversationId, text, ack, refused, undone, stored } of sent) {
    if (ack && !undone) {
      const row = rows.get(ack.id)
      if (row?.position === ack.position && (saidIn(row.text).first === text || isDeleted(row)) && row.conversationId === conversationId) continue
      yield { invariant: 'INV-1', what: `${key} (${text}) was acknowledged at ${ack.position}, stored at ${row?.position ?? 'nowhere'}`, conversationId, position: ack.position, client }
    } else if (waiting.has(key)) {
      yield { invariant: 'INV-4', what: `${key} (${text}) is still pending`, conversationId, client }
    } else if (stored && !ack && refused === undefined && !texts.has(text)) {
      yield { invariant: 'INV-1', what: `${key} (${text}) was stored on the device, then vanished: neither sent nor refused`, conversationId, client }
    }
  }
}

/** INV-1: an edit that was acknowledged is there, unless a later one of the same message is. */
function* lostEdits({ edits, sent, truth }: Evidence): Generator<Violation> {
  const messages = new Map([...sent].map((message) => [message.key, message]))
  const texts = new Map(truth.flatMap((conversation) => conversation.messages.map(({ id, text }) => [id, text] as const)))
  for (const { key, of, number, ackAt, undone } of edits) {
    const message = messages.get(of)
    const text = texts.get(message?.ack?.id ?? '')
    if (ackAt === undefined || undone || !message || message.undone) continue
    if (text === deletedText || (text !== undefined && saidIn(text).edits >= number)) continue
    const { conversationId, client } = message
    yield { invariant: 'INV-1', what: `edit ${number} (${key}) of "${message.text}" was acknowledged, and the database says "${text}"`, conversationId, client }
  }
}

/** INV-1: what a client alone turns on and off is as it was last acknowledged, or as it was asked for since. */
function* lostWishes({ wishes, truth }: Evidence): Generator<Violation> {
  const facets = new Map(truth.flatMap(({ messages }) => messages.map((message) => [message.id, message.facets] as const)))
  const list = [...wishes]
  const removed = new Set(list.filter(({ facet }) => facet === 'deleted').map(({ messageId }) => messageId))
  for (const { client, conversationId, messageId, facet, states, acknowledged } of list) {
    const there = facets.get(messageId)
    // Who deletes a message takes its reactions and its pin along.
    if (acknowledged === undefined || !there || (facet !== 'deleted' && removed.has(messageId))) continue
    if (states.includes(there.includes(facet), acknowledged)) continue
    yield { invariant: 'INV-1', what: `"${facet}" of ${messageId} was acknowledged as ${states[acknowledged]}, and the database has ${there.join() || 'nothing'}`, conversationId, client }
  }
}

/** INV-3 and INV-2 in the database: nothing said once stands there twice, positions have no holes, and what one client wrote is in its order. */
function* misplaced({ truth, sent }: Evidence): Generator<Violation> {
  const written = new Map([...sent].map((message) => [message.text, message]))
  for (const { id: conversationId, messages } of truth) {
    const seen = new Set<string>()
    const last = new Map<string, number>()
    for (const [index, { position, text }] of messages.entries()) {
      const place = { conversationId, position }
      if (position !== index + 1) yield { invariant: 'INV-2', what: `the database has position ${position} in place ${index + 1}`, ...place }
      const { first } = saidIn(text)
      const message = written.get(first)
      if (!message) continue
      if (seen.has(first)) yield { invariant: 'INV-3', what: `the database has "${text}" twice`, ...place, client: message.client }
      seen.add(first)
      const before = last.get(message.client) ?? 0
      if (message.number < before) yield { invariant: 'INV-2', what: `the database has "${text}" after message ${before} of the same client`, ...place, client: message.client }
      last.set(message.client, Math.max(before, message.number))
    }
  }
}

function* doubled(name: string, list: readonly SeenConversation[]): Generator<Violation> {
  for (const { id: conversationId, messages } of list) {
    const seen = new Set<string>()
    for (const { id, position } of messages) {
      if (seen.has(id)) yield { invariant: 'INV-3', what: `${name} shows ${id} twice`, conversationId, position, client: name }
      seen.add(id)
    }
  }
}

interface Side {
  readonly name: string
  readonly list: readonly SeenConversation[]
}

function* differing(mine: Side, other: Side, invariant: Invariant): Generator<Violation> {
  const theirs = new Map(other.list.map((each) => [each.id, each]))
  for (const conversation of mine.list) {
    const same = theirs.get(conversation.id)
    const found = { conversationId: conversation.id, client: mine.name }
    if (!same) yield { invariant, what: `${mine.name} shows the conversation, ${other.name} does not`, ...found }
    else if (order(conversation) !== order(same)) {
      const { what, ...where } = parting(conversation, same)
      yield { invariant: invariant === 'INV-4' ? 'INV-2' : invariant, what: `${mine.name} differs from ${other.name}: ${what}`, ...found, ...where }
    } else {
      const what = differences(conversation, same)
      if (what.length > 0) yield { invariant, what: `${mine.name} differs from ${other.name}: ${what.join('; ')}`, ...found }
    }
  }
  const ids = new Set(mine.list.map(({ id }) => id))
  for (const { id } of other.list) if (!ids.has(id)) yield { invariant, what: `${mine.name} lacks the conversation that ${other.name} shows`, conversationId: id, client: mine.name }
}

/** What the database says that somebody should see. */
const visibleTo = (userId: string, truth: readonly TrueConversation[]): readonly SeenConversation[] =>
  truth.filter(({ members }) => members.includes(userId)).map((each) => ({ ...each, unread: each.unread[userId] ?? 0 }))

function* ofClient({ client, userId, conversations: list }: ClientView, { truth, fresh }: Evidence, how: string): Generator<Violation> {
  const name = `${client} (${how})`
  yield* doubled(name, list)
  yield* differing({ name, list }, { name: 'the database', list: visibleTo(userId, truth) }, 'INV-4')
  if (how !== 'resumed') return
  const other = fresh.find((each) => each.userId === userId)?.conversations ?? []
  yield* differing({ name, list }, { name: 'a fresh client', list: other }, 'INV-7')
}

/** Holds the evidence against INV-1 to INV-7 (docs/proof.md); an empty list means that all of them hold. */
export const check = (evidence: Evidence): readonly Violation[] => [
  ...evidence.noticed,
  ...lost(evidence),
  ...lostEdits(evidence),
  ...lostWishes(evidence),
  ...misplaced(evidence),
  ...evidence.live.flatMap((view) => [...ofClient(view, evidence, 'live')]),
  ...evidence.resumed.flatMap((view) => [...ofClient(view, evidence, 'resumed')]),
  ...evidence.fresh.flatMap((view) => [...ofClient(view, evidence, 'fresh')]),
]
