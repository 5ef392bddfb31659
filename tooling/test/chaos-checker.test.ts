import { expect, test } from 'vitest'
import { createBars } from '../chaos/bars.ts'
import { check } from '../chaos/checker.ts'
import type { Evidence, SeenConversation, SeenMessage } from '../chaos/evidence.ts'
import { facetsOf, votesOf } from '../chaos/facets.ts'
import { createLedger } from '../chaos/ledger.ts'
import { edited } from '../chaos/said.ts'
import { sightingsOfFrame, sightingsOfOutput } from '../chaos/sightings.ts'
import type { Wish } from '../chaos/wishes.ts'
import { broken, everywhere, evidence, named, one, reply, root, sent, threaded, truth, two, view } from './chaos-evidence.ts'

test('INV-1: an edit that was acknowledged and is not there is seen, a later one of the same message is enough', () => {
  const edit = { key: 'e1', of: 'k2', number: 1, ackAt: 1 }
  const saying = (text: string): Partial<Evidence> => everywhere({ messages: [one, { ...two, text }] })
  expect(broken({ edits: [edit] })).toEqual(['INV-1'])
  expect(broken({ edits: [edit], ...saying(edited(two.text, 1)) })).toEqual([])
  expect(broken({ edits: [edit], ...saying(edited(two.text, 2)) })).toEqual([])
  expect(broken({ edits: [{ ...edit, undone: true }, { key: 'e2', of: 'k2', number: 2 }] })).toEqual([])
})

test('INV-1: a reaction, a pin or a deletion that was acknowledged and is not there is seen; what was asked for later may be there', () => {
  const wish: Wish = { ...named, kind: 'reaction', facet: '😀 ann', states: ['on', 'off', 'on'], acknowledged: 0 }
  const having = (...facets: string[]): Partial<Evidence> => everywhere({ messages: [one, { ...two, facets }] })
  expect(broken({ wishes: [{ ...wish, acknowledged: 2 }] })).toEqual(['INV-1'])
  expect(broken({ wishes: [{ ...wish, acknowledged: 2 }], ...having('😀 ann') })).toEqual([])
  expect(broken({ wishes: [wish] })).toEqual([])
  expect(broken({ wishes: [{ ...wish, states: ['on', 'off'], acknowledged: 1 }], ...having('😀 ann') })).toEqual(['INV-1'])
  expect(broken({ wishes: [{ ...wish, acknowledged: undefined }] })).toEqual([])
  const deleted: Wish = { ...wish, kind: 'deletion', facet: 'deleted', states: ['on'] }
  expect(broken({ wishes: [deleted] })).toEqual(['INV-1'])
  const gone = everywhere({ messages: [one, { ...two, text: '(deleted)', facets: ['deleted'] }] })
  expect(broken({ wishes: [deleted, { ...wish, acknowledged: 2 }], ...gone })).toEqual([])
})

test('INV-4: a client that shows other reactions than the database has is seen', () => {
  expect(broken({ live: [view('bob-1', { messages: [one, { ...two, facets: ['😀 ann'] }] })] })).toEqual(['INV-4'])
})

test('acknowledgements of a wish are counted from the earliest that they can mean, and forgotten when a backup is restored', () => {
  const { wishes } = createLedger()
  const wish = { ...named, kind: 'pin', facet: 'pinned' } as const
  expect([wishes.turn(wish), wishes.turn(wish), wishes.turn(wish)]).toEqual([true, false, true])
  const hear = (state: 'on' | 'off') => {
    wishes.acknowledged('ann-1', { ...wish, state })
    return wishes.all[0]?.acknowledged
  }
  expect([hear('on'), hear('on'), hear('off'), hear('on')]).toEqual([0, 0, 1, 2])
  expect(wishes.acknowledgements.pin).toBe(3)
  wishes.restored(Date.now() + 1000)
  expect(wishes.all[0]?.acknowledged).toBe(2)
  wishes.restored(0)
  expect(wishes.all[0]?.acknowledged).toBeUndefined()
})

test('what is for some only is seen where it is not to be shown', () => {
  const own = truth()
  const confided = (audience: readonly string[]): Partial<Evidence> => ({ truth: [{ ...own, messages: own.messages.map((each) => (each.id === 'b' ? { ...each, audience } : each)) }] })
  expect(broken(confided(['ann', 'bob']))).toEqual([])
  expect(broken(confided(['ann', 'carl']))).toEqual(['INV-2'])
  expect(check(evidence(confided(['ann', 'carl'])))[0]?.what).toContain('2 messages against 1')
})

test('nothing is reported when all sides agree', () => {
  expect(check(evidence())).toEqual([])
})

test('an acknowledged message that the database does not have breaks INV-1', () => {
  expect(broken({ sent: [sent({ ack: { id: 'lost', position: 3, at: 0 } })] })).toEqual(['INV-1'])
})

test('an acknowledged message at another position breaks INV-1', () => {
  expect(broken({ sent: [sent({ ack: { id: 'b', position: 1, at: 0 } })] })).toEqual(['INV-1'])
})

test('an acknowledged message with another text breaks INV-1', () => {
  expect(broken({ sent: [sent({ text: 'ann-1 says 9' })] })).toEqual(['INV-1'])
})

test('a message that its device stored and nobody knows any more breaks INV-1', () => {
  const { ack: _ack, ...unsent } = sent({ key: 'k3', text: 'ann-1 says 3', number: 3 })
  expect(broken({ sent: [unsent] })).toEqual(['INV-1'])
})

test('a message that was refused, not stored yet, or undone by a restored backup breaks nothing', () => {
  const { ack: _ack, ...unsent } = sent({ text: 'ann-1 says 3', number: 3 })
  const undone = sent({ text: 'ann-1 says 4', number: 4, ack: { id: 'gone', position: 9, at: 0 }, undone: true })
  expect(broken({ sent: [{ ...unsent, refused: 'not_found' }, { ...unsent, stored: false }, undone] })).toEqual([])
})

test('a message that was refused though nothing speaks against it breaks INV-1', () => {
  const { ack: _ack, ...unsent } = sent({ key: 'k3', text: 'ann-1 says 3', number: 3 })
  expect(broken({ sent: [{ ...unsent, refused: 'invalid_input' }] })).toEqual(['INV-1'])
})

test('a message acknowledged twice at different places breaks INV-1', () => {
  const ledger = createLedger()
  ledger.wrote({ key: 'k', kind: 'plain', client: 'ann-1', userId: 'ann', conversationId: 'c1', text: 't', number: 1 })
  ledger.acknowledged('k', { id: 'a', position: 1 })
  ledger.acknowledged('k', { id: 'a', position: 1 })
  expect(ledger.noticed).toEqual([])
  ledger.acknowledged('k', { id: 'b', position: 2 })
  expect(ledger.noticed.map((each) => each.invariant)).toEqual(['INV-1'])
})

test('a restored backup undoes only what was acknowledged after it was begun', () => {
  const ledger = createLedger()
  for (const key of ['kept', 'early']) ledger.wrote({ key, kind: 'plain', client: 'ann-1', userId: 'ann', conversationId: 'c1', text: key, number: 1 })
  ledger.acknowledged('kept', { id: 'a', position: 1 })
  ledger.acknowledged('early', { id: 'b', position: 2 })
  ledger.restored(new Map([['a', 1]]), Date.now() + 1000)
  expect([...ledger.sent.values()].map(({ undone }) => undone)).toEqual([undefined, undefined])
  ledger.restored(new Map([['a', 1]]), 0)
  expect([...ledger.sent.values()].map(({ undone }) => undone)).toEqual([undefined, true])
})

test('a reply of which nobody heard before the restore may be gone, and counts again when it is acknowledged', () => {
  const ledger = createLedger()
  ledger.wrote({ key: 'k3', kind: 'reply', client: 'ann-1', userId: 'ann', conversationId: 'c1', text: 'ann-1 says 3', number: 3 })
  ledger.stored('k3')
  ledger.restored(new Map(), 0)
  expect(broken({ sent: ledger.sent.values() })).toEqual([])
  ledger.acknowledged('k3', { id: 'r', position: 3 })
  expect(broken({ sent: ledger.sent.values() })).toEqual(['INV-1'])
})

test('a client that shows another order breaks INV-2', () => {
  expect(broken({ live: [view('bob-1', { messages: [two, one] })] })).toContain('INV-2')
})

test('positions with a hole break INV-2, even if all agree', () => {
  const messages = [one, { ...two, position: 3 }]
  expect(broken({ ...everywhere({ messages }), sent: [] })).toEqual(['INV-2'])
})

test('messages of one client in another order than it wrote them break INV-2, even if all agree', () => {
  const messages = [{ ...two, position: 1 }, { ...one, position: 2 }]
  const acks = [sent({ ack: { id: 'b', position: 1, at: 0 } }), sent({ key: 'k1', text: one.text, number: 1, ack: { id: 'a', position: 2, at: 0 } })]
  expect(broken({ ...everywhere({ messages }), sent: acks })).toEqual(['INV-2'])
})

test.each(['live', 'resumed', 'fresh'] as const)('a message shown twice by a %s client breaks INV-3', (side) => {
  expect(broken({ [side]: [view('bob-1', { messages: [one, one, two] })] })).toContain('INV-3')
})

test('one message stored twice breaks INV-3, even if all agree', () => {
  const messages = [one, two, { ...two, id: 'c', position: 3 }]
  expect(broken(everywhere({ messages }))).toEqual(['INV-3'])
})

const changes: [string, Partial<SeenConversation>][] = [
  ['a member', { members: ['bob'] }],
  ['a mark', { marks: { ann: { delivered: 2, read: 2 }, bob: { delivered: 2, read: 2 } } }],
  ['the topic', { topic: 'coffee' }],
  ['the unread count', { unread: 0 }],
]

test.each(changes)('a client that differs from the database in %s breaks INV-4', (_what, change) => {
  expect(broken({ live: [view('bob-1', change)] })).toContain('INV-4')
  expect(broken({ live: [view('bob-1', change)], resumed: [view('bob-1', change)], fresh: [view('bob', change)] })).toEqual(['INV-4'])
})

test('a client that lacks a conversation, or shows one that is not its own, breaks INV-4', () => {
  expect(broken({ live: [{ ...view('bob-1'), conversations: [] }] })).toContain('INV-4')
  expect(broken({ truth: [truth({ members: ['ann'] })] })).toContain('INV-4')
})

test('an entry that stays pending breaks INV-4', () => {
  const { ack: _ack, ...unsent } = sent({ key: 'x', text: 'ann-1 says 3', number: 3 })
  expect(broken({ sent: [unsent], pending: ['x'] })).toEqual(['INV-4'])
})

test('a revision newer than the removal breaks INV-5, whatever way it came', () => {
  const removal = 7
  const head = { id: 'c1', revision: 8 }
  const ways = [
    ...sightingsOfFrame({ t: 'evt', scope: 'conversation', id: 'c1', name: 'message.sent', revision: 8 }),
    ...sightingsOfFrame({ t: 'sync', conversations: [{ id: 'c1', head: { id: 'c1', revision: 7 }, changes: { upTo: 8 } }] }),
    ...sightingsOfFrame({ t: 'head', heads: [head] }),
    ...sightingsOfFrame({ t: 'ping', heads: [['c1', 8, 0]] }),
    ...sightingsOfOutput('message.list', { conversationId: 'c1' }, { messages: [{ id: 'm', revision: 8 }] }),
    ...sightingsOfOutput('thread.history', { conversationId: 'c1' }, { root: { id: 'm', revision: 8 }, messages: [] }),
    ...sightingsOfOutput('conversation.changes', { conversationId: 'c1' }, { upTo: 8 }),
    ...sightingsOfOutput('conversation.list', {}, { conversations: [{ conversation: { id: 'c1' }, head }] }),
  ]
  expect(ways).toHaveLength(8)
  for (const way of ways) {
    const bars = createBars()
    bars.bar('bob', 'c1', removal)
    bars.saw('bob-1', 'bob', way)
    expect(bars.noticed.map((each) => each.invariant)).toEqual(['INV-5'])
  }
})

test('what came before the removal was confirmed breaks INV-5 as well, and what came before the removal does not', () => {
  const [newer] = sightingsOfFrame({ t: 'ping', heads: [['c1', 8, 0]] })
  if (!newer) throw new Error('a ping with a head is a sighting')
  const bars = createBars()
  bars.saw('bob-1', 'bob', newer)
  bars.bar('bob', 'c1', 8)
  expect(bars.noticed).toEqual([])
  bars.bar('bob', 'c1', 7)
  expect(bars.noticed.map((each) => each.invariant)).toEqual(['INV-5'])
  bars.lift('bob', 'c1')
  bars.saw('bob-1', 'bob', { ...newer, revision: 9 })
  expect(bars.noticed).toHaveLength(1)
})

test('a reply stands in its thread and not in the conversation: it missing there, another count, or it twice is seen', () => {
  expect(broken(threaded({}))).toEqual([])
  expect(broken(threaded({ threads: {} }))).toEqual(['INV-4'])
  expect(broken(threaded({ threads: { b: [{ ...reply, text: 'another' }] } }))).toEqual(['INV-4'])
  expect(broken(threaded({ messages: [one, { ...root, facets: ['2 replies up to 3'] }] }))).toEqual(['INV-4'])
  expect(broken(threaded({ messages: [one, root, reply] }))).toEqual(['INV-2'])
  expect(broken(threaded({ threads: { b: [reply, reply] } }))).toEqual(['INV-3', 'INV-4'])
})

test('a reply that was acknowledged and is not there breaks INV-1', () => {
  const replied = sent({ key: 'k3', kind: 'reply', text: reply.text, number: 3, ack: { id: 'r', position: 3, at: 0 } })
  expect(broken({ sent: [replied], ...threaded({}) })).toEqual([])
  expect(broken({ sent: [replied] })).toEqual(['INV-1'])
})

test('a client that shows other counts of a poll than there are votes is seen; a poll without votes may say so or nothing', () => {
  const asked = (counts: readonly number[], voters: number): SeenMessage => ({ ...two, facets: facetsOf({ reactions: [], pinned: false, deleted: false, expired: false, votes: { counts, voters } }) })
  expect(broken({ ...everywhere({ messages: [one, asked([1, 0], 1)] }), live: [view('bob-1', { messages: [one, asked([0, 1], 1)] })] })).toEqual(['INV-4'])
  expect(asked([0, 0], 0)).toEqual(two)
})

test('INV-1: a vote that was acknowledged and is not there is seen, unless another choice came after it', () => {
  const vote: Wish = { ...named, kind: 'vote', facet: 'vote', states: [votesOf(['tea']), votesOf(['milk', 'coffee'])], acknowledged: 0 }
  const having = (own: string): Partial<Evidence> => ({ truth: [truth({ own: { ann: { 'vote b': own } } })] })
  expect(broken({ wishes: [vote], ...having('tea') })).toEqual([])
  expect(broken({ wishes: [vote], ...having('coffee,milk') })).toEqual([])
  expect(broken({ wishes: [{ ...vote, acknowledged: 1 }], ...having('tea') })).toEqual(['INV-1'])
  expect(broken({ wishes: [vote] })).toEqual(['INV-1'])
})

test('INV-1: a draft that was acknowledged and is not kept is seen; INV-4: so is a device that shows another', () => {
  const draft: Wish = { ...named, userId: 'bob', kind: 'draft', about: 'c1', facet: 'draft', states: ['I', 'I think', ''], acknowledged: 1 }
  const own = { draft: 'I think' }
  const kept: Partial<Evidence> = { truth: [truth({ own: { bob: own } })], live: [view('bob-1', { own })], resumed: [view('bob-1', { own })], fresh: [view('bob', { own })] }
  expect(broken({ wishes: [draft], ...kept })).toEqual([])
  expect(broken({ wishes: [{ ...draft, acknowledged: 2 }], ...kept })).toEqual(['INV-1'])
  expect(broken({ ...kept, live: [view('bob-1', { own: { draft: 'I' } })] })).toEqual(['INV-4'])
  expect(broken({ ...kept, resumed: [view('bob-1')] })).toEqual(['INV-4', 'INV-7'])
})

test('INV-1: a scheduled message that was not sent, was sent as it stood before, or though it was cancelled, is seen', () => {
  const text = 'ann-1 schedules 1'
  const plan: Wish = { ...named, kind: 'scheduled', about: 'later', facet: 'scheduled', states: [text, edited(text, 1)], acknowledged: 0 }
  const saying = (...texts: string[]): Partial<Evidence> => everywhere({ messages: [one, two, ...texts.map((each, at) => ({ id: at === 0 ? 'later' : 'again', position: 3 + at, text: each, facets: [] }))] })
  expect(broken({ wishes: [plan], ...saying(text) })).toEqual([])
  expect(broken({ wishes: [plan], ...saying() })).toEqual(['INV-1'])
  expect(broken({ wishes: [{ ...plan, acknowledged: 1 }], ...saying(text) })).toEqual(['INV-1'])
  expect(broken({ wishes: [{ ...plan, states: [text, ''], acknowledged: 1 }], ...saying(text) })).toEqual(['INV-1'])
  expect(broken({ wishes: [plan], ...saying(text, edited(text, 1)) })).toEqual(['INV-3'])
  const left = (said: string): Partial<Evidence> => ({ truth: [truth({ own: { ann: { 'scheduled later': said } } })] })
  expect(broken({ wishes: [plan], ...left(`failed not_found: ${text}`) })).toEqual([])
  expect(broken({ wishes: [plan], ...left(`failed internal: ${text}`) })).toEqual(['INV-1'])
  expect(broken({ wishes: [plan], ...left(`waiting: ${text}`) })).toEqual(['INV-1'])
})

test('a message whose time is over breaks INV-4 when it is there, and one that goes without being asked to breaks INV-1', () => {
  const brief = sent({ kind: 'disappearing' })
  const gone = (...facets: string[]): Partial<Evidence> => everywhere({ messages: [one, { ...two, text: '(deleted)', facets }] })
  expect(broken({ sent: [brief] })).toEqual(['INV-4'])
  expect(broken({ sent: [brief], ...gone('deleted', 'expired') })).toEqual([])
  expect(broken({ sent: [brief], ...gone('deleted', 'expired'), live: [view('bob-1')] })).toEqual(['INV-2'])
  expect(broken({ sent: [sent()], ...gone('deleted', 'expired') })).toEqual(['INV-1'])
  expect(broken({ sent: [sent()], ...gone('deleted') })).toEqual(['INV-1'])
})

test('what was noticed on the way is reported', () => {
  expect(broken({ noticed: [{ invariant: 'INV-6', what: 'went back' }] })).toEqual(['INV-6'])
})

test('a resumed client that differs from a fresh one breaks INV-7', () => {
  expect(broken({ fresh: [view('bob', { members: ['ann', 'bob', 'cid'] })] })).toContain('INV-7')
})
