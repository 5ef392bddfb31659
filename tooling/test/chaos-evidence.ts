import { check } from '../chaos/checker.ts'
import type { ClientView, Evidence, SeenConversation, SeenMessage, TrueConversation, TrueMessage } from '../chaos/evidence.ts'
import type { Sent } from '../chaos/ledger.ts'

/** What ann says first. */
export const one: SeenMessage = { id: 'a', position: 1, text: 'ann-1 says 1', facets: [] }
/** What she says then. */
export const two: SeenMessage = { id: 'b', position: 2, text: 'ann-1 says 2', facets: [] }
const conversation = (change: Partial<SeenConversation> = {}): SeenConversation => ({
  id: 'c1',
  topic: 'tea',
  messages: [one, two],
  threads: {},
  members: ['ann', 'bob'],
  marks: { ann: { delivered: 2, read: 2 }, bob: { delivered: 2, read: 1 } },
  unread: 1,
  own: {},
  ...change,
})
/** The second message, as its sender's ledger has it. */
export const sent = (change: Partial<Sent> = {}): Sent => ({
  key: 'k2',
  kind: 'plain',
  client: 'ann-1',
  userId: 'ann',
  conversationId: 'c1',
  text: two.text,
  number: 2,
  stored: true,
  ack: { id: 'b', position: 2, at: 0 },
  ...change,
})
/** As the database has what somebody sees. */
const rowsOf = (messages: readonly SeenMessage[]): readonly TrueMessage[] => messages.map((each) => ({ ...each, clientId: { a: 'k1', b: 'k2' }[each.id] ?? each.id }))
/** The conversation as the database has it. */
export const truth = ({ messages = [one, two], ...change }: Partial<Omit<TrueConversation, 'messages'>> & { readonly messages?: readonly SeenMessage[] } = {}): TrueConversation => {
  const { threads: _threads, ...seen } = conversation()
  return { ...seen, unread: { ann: 0, bob: 1 }, own: {}, unlisted: {}, joinedAt: { ann: 0, bob: 0 }, ...change, messages: rowsOf(messages) }
}
/** What a client of bob's shows. */
export const view = (client: string, change: Partial<SeenConversation> = {}): ClientView => ({ client, userId: 'bob', conversations: [conversation(change)] })
/** Evidence of which all sides agree. */
export const evidence = (change: Partial<Evidence> = {}): Evidence => ({
  sent: [sent({ key: 'k1', text: one.text, number: 1, ack: { id: 'a', position: 1, at: 0 } }), sent()],
  edits: [],
  wishes: [],
  streams: [],
  pending: [],
  truth: [truth()],
  live: [view('bob-1')],
  resumed: [view('bob-1')],
  fresh: [view('bob')],
  noticed: [],
  ...change,
})

/** The invariants that evidence breaks. */
export const broken = (change: Partial<Evidence>): readonly string[] => [...new Set(check(evidence(change)).map((each) => each.invariant))].sort()
/** Every client shows the same, so only the database can tell. */
export const everywhere = (change: Omit<Partial<SeenConversation>, 'unread' | 'own' | 'threads'>): Partial<Evidence> => ({
  truth: [truth(change)],
  live: [view('bob-1', change)],
  resumed: [view('bob-1', change)],
  fresh: [view('bob', change)],
})

/** Who wishes what is wished for. */
export const named = { client: 'ann-1', userId: 'ann', conversationId: 'c1', about: 'b' }

/** A reply to the second message. */
export const reply: SeenMessage = { id: 'r', position: 3, text: 'ann-1 says 3', facets: [] }
/** The second message, with its thread. */
export const root: SeenMessage = { ...two, facets: ['1 replies up to 3'] }
/** Where `reply` stands in the thread of `two`, which bob shows so. */
export const threaded = (shown: Partial<SeenConversation>): Partial<Evidence> => {
  const seen = { messages: [one, root], threads: { b: [reply] }, ...shown }
  const rows = [...rowsOf([one, root]), { ...reply, clientId: 'k3', threadId: 'b', onlyInThread: true }]
  return { truth: [{ ...truth(), messages: rows }], live: [view('bob-1', seen)], resumed: [view('bob-1', seen)], fresh: [view('bob', seen)] }
}
