import { expect, test } from 'vitest'
import type { Evidence, SeenConversation, SeenMessage } from '../chaos/evidence.ts'
import { acknowledgedBy, forwardOf, mentioning } from '../chaos/facets.ts'
import { createLedger, type Sent } from '../chaos/ledger.ts'
import { sightingsOfOutput } from '../chaos/sightings.ts'
import type { Streamed } from '../chaos/streams.ts'
import { createWishes, type Wish } from '../chaos/wishes.ts'
import { broken, everywhere, named, one, sent, threaded, truth, two, view } from './chaos-evidence.ts'

const streaming: Streamed = { client: 'ann-1', userId: 'ann', conversationId: 'c1', id: 's', text: 'ann-1 streams 3: 🌱 more', kept: 17, asked: 'finished', isEnded: false }
/** How the stream stands in the database, and everybody shows it so. */
const grown = (text: string, state: string): SeenMessage => ({ id: 's', position: 3, text, facets: [`stream ${state}`] })
const standing = (...messages: readonly SeenMessage[]): Partial<Evidence> => {
  const all = everywhere({ messages: [one, two, ...messages] })
  return { ...all, truth: (all.truth ?? []).map((place) => ({ ...place, messages: place.messages.map((row) => ({ ...row, senderId: 'ann' })) })) }
}

test('INV-1: a stream that is gone, is not whole though finished, or lacks what was acknowledged of it is seen', () => {
  const { text } = streaming
  const cut = text.slice(0, -5)
  expect(broken({ streams: [streaming], ...standing(grown(text, 'finished')) })).toEqual([])
  expect(broken({ streams: [{ ...streaming, isEnded: true }], ...standing(grown(text, 'finished')) })).toEqual([])
  expect(broken({ streams: [streaming] })).toEqual(['INV-1'])
  expect(broken({ streams: [streaming], ...standing(grown(cut, 'finished')) })).toEqual(['INV-1'])
  expect(broken({ streams: [streaming], ...standing(grown(cut, 'interrupted')) })).toEqual([])
  expect(broken({ streams: [{ ...streaming, kept: 20 }], ...standing(grown(cut, 'interrupted')) })).toEqual(['INV-1'])
  expect(broken({ streams: [{ ...streaming, isEnded: true }], ...standing(grown(text, 'interrupted')) })).toEqual(['INV-1'])
  expect(broken({ streams: [{ ...streaming, isEnded: true, asked: 'cancelled' }], ...standing(grown(text, 'interrupted')) })).toEqual([])
  expect(broken({ streams: [streaming], ...standing(grown(cut, 'cancelled')) })).toEqual(['INV-1'])
  expect(broken({ streams: [streaming], ...standing(grown(text, 'open')) })).toEqual(['INV-1'])
  expect(broken({ streams: [{ ...streaming, kept: 0 }], ...standing(grown('another', 'interrupted')) })).toEqual(['INV-1'])
  expect(broken({ streams: [{ ...streaming, kept: 0 }], ...standing(grown('…', 'interrupted')) })).toEqual([])
})

test('a stream that stands there twice breaks INV-3, one that a client shows otherwise INV-4', () => {
  const whole = grown(streaming.text, 'finished')
  expect(broken({ streams: [streaming], ...standing(whole, { ...grown('…', 'interrupted'), id: 't', position: 4 }) })).toEqual(['INV-3'])
  expect(broken({ streams: [streaming], ...standing(whole), live: [view('bob-1', { messages: [one, two, grown(streaming.text, 'open')] })] })).toEqual(['INV-4'])
})

test('a restored backup undoes what was acknowledged of a stream since it was begun', () => {
  const { streams } = createLedger()
  const begun = streams.begin({ client: 'ann-1', userId: 'ann', conversationId: 'c1', isCut: () => false })
  begun.add('a 🌱')
  begun.started('s')
  begun.ends('finished')
  streams.kept('s', 3)
  begun.ended()
  streams.restored(Date.now() + 1000)
  expect(streams.all).toMatchObject([{ id: 's', text: 'a 🌱', kept: 3, isEnded: true }])
  expect(streams.underway).toBe(1)
  begun.leave()
  expect(streams.underway).toBe(0)
  streams.restored(0)
  expect(streams.all).toMatchObject([{ kept: 0, isEnded: false, undone: true }])
  expect(broken({ streams: streams.all })).toEqual([])
})

test('INV-1: a message that calls nobody any more, is not urgent any more, or has lost whose words it holds is seen', () => {
  for (const facet of [mentioning('bob'), 'urgent', forwardOf({ senderId: 'cid', createdAt: 5 })]) {
    const told = sent({ bears: [facet], kind: facet.startsWith('forwarded') ? 'forward' : 'plain' })
    expect(broken({ sent: [told], ...everywhere({ messages: [one, { ...two, facets: [facet] }] }) })).toEqual([])
    expect(broken({ sent: [told] })).toEqual(['INV-1'])
    expect(broken({ sent: [told], ...everywhere({ messages: [one, { ...two, facets: [facet] }] }), live: [view('bob-1')] })).toEqual(['INV-4'])
  }
})

test('INV-1: an acknowledgement that was acknowledged and is not there is seen', () => {
  const wish: Wish = { ...named, kind: 'acknowledgement', facet: acknowledgedBy('ann'), states: ['on'], acknowledged: 0 }
  expect(broken({ wishes: [wish] })).toEqual(['INV-1'])
  expect(broken({ wishes: [wish], ...everywhere({ messages: [one, { ...two, facets: [acknowledgedBy('ann')] }] }) })).toEqual([])
})

const copied = forwardOf({ senderId: 'ann', createdAt: 1 })
const copyOf = (change: Partial<SeenMessage> = {}): SeenMessage => ({ id: 'f', position: 3, text: one.text, facets: [copied], ...change })
const forwarding = (change: Partial<Sent> = {}): Sent => sent({ key: 'f', kind: 'forward', client: 'bob-1', userId: 'bob', text: one.text, number: 1, bears: [copied], source: 'a', ack: { id: 'f', position: 3, at: 0 }, ...change })

test('a forward may say what stands there already; one that nobody asked for breaks INV-3, one that overtakes INV-2, a lost one INV-1', () => {
  const place = (...copies: readonly SeenMessage[]): Partial<Evidence> => everywhere({ messages: [one, two, ...copies] })
  expect(broken({ sent: [forwarding()], ...place(copyOf()) })).toEqual([])
  expect(broken({ sent: [forwarding()], ...place(copyOf(), copyOf({ id: 'g', position: 4 })) })).toEqual(['INV-3'])
  expect(broken({ sent: [forwarding()] })).toEqual(['INV-1'])
  const later = forwarding({ key: 'g', number: 2, ack: { id: 'g', position: 3, at: 0 } })
  const overtaken = place(copyOf({ id: 'g' }), copyOf({ position: 4 }))
  expect(broken({ sent: [forwarding({ ack: { id: 'f', position: 4, at: 0 } }), later], ...overtaken })).toEqual(['INV-2'])
})

test('a forward may be refused when what it holds was deleted, and not otherwise', () => {
  const { ack: _ack, ...unsent } = forwarding({ refused: 'forbidden' })
  const gone: Wish = { ...named, about: 'a', kind: 'deletion', facet: 'deleted', states: ['on'], acknowledged: undefined }
  expect(broken({ sent: [unsent] })).toEqual(['INV-1'])
  expect(broken({ sent: [unsent], wishes: [gone] })).toEqual([])
})

test('INV-1: what somebody saved or wants to be reminded of and is not kept is seen; INV-4: so is a device that shows it otherwise', () => {
  const mine = { ...named, userId: 'bob', acknowledged: 0 }
  const at = String(Date.now() + 60_000)
  const kinds: readonly (readonly [Wish, string])[] = [
    [{ ...mine, kind: 'saved', facet: 'saved', states: ['on'] }, '5'],
    [{ ...mine, kind: 'reminder', facet: 'reminder', states: [at] }, `waiting ${at}`],
  ]
  for (const [wish, said] of kinds) {
    const own = { [`${wish.kind} b`]: said }
    const kept: Partial<Evidence> = { truth: [truth({ own: { bob: own } })], live: [view('bob-1', { own })], resumed: [view('bob-1', { own })], fresh: [view('bob', { own })] }
    expect(broken({ wishes: [wish], ...kept })).toEqual([])
    expect(broken({ wishes: [wish] })).toEqual(['INV-1'])
    expect(broken({ wishes: [{ ...wish, states: [...wish.states, wish.kind === 'saved' ? 'off' : ''], acknowledged: 1 }], ...kept })).toEqual(['INV-1'])
    expect(broken({ ...kept, live: [view('bob-1')] })).toEqual(['INV-4'])
  }
})

test('a reminder that came is kept as well; it may be gone only for somebody who was out when it came', () => {
  const wish: Wish = { ...named, userId: 'bob', kind: 'reminder', facet: 'reminder', states: ['5000'], acknowledged: 0 }
  const joined = (at: number): Partial<Evidence> => ({ truth: [truth({ joinedAt: { ann: 0, bob: at } })] })
  expect(broken({ wishes: [wish], ...joined(4000) })).toEqual(['INV-1'])
  expect(broken({ wishes: [wish], ...joined(6000) })).toEqual([])
})

test('what somebody hid is in no list of theirs, and only that may be missing', () => {
  const unlisted = { bob: { 'hidden b': 'on' } }
  const own = { bob: { 'saved b': '5', 'reminder b': 'due 5', 'saved a': '5' } }
  const shown = { messages: [one], own: { 'saved a': '5' } }
  const all: Partial<Evidence> = { truth: [truth({ unlisted, own })], live: [view('bob-1', shown)], resumed: [view('bob-1', shown)], fresh: [view('bob', shown)] }
  expect(broken(all)).toEqual([])
  expect(broken({ ...all, live: [view('bob-1', { ...shown, messages: [one, two] })] })).toEqual(['INV-2'])
  expect(broken({ ...all, live: [view('bob-1', { ...shown, messages: [] })] })).toEqual(['INV-2'])
  expect(broken({ ...all, live: [view('bob-1', { ...shown, own: own.bob })] })).toEqual(['INV-4'])
  expect(broken({ ...all, truth: [truth({ unlisted: { ann: unlisted.bob }, own })] })).toContain('INV-2')
})

test('a hidden reply is not in its thread, and the thread of a hidden message is not there', () => {
  const hides = (what: string, shown: Partial<SeenConversation>): Partial<Evidence> => {
    const { truth: rows = [], ...views } = threaded(shown)
    return { ...views, truth: rows.map((place) => ({ ...place, unlisted: { bob: { [`hidden ${what}`]: 'on' } } })) }
  }
  expect(broken(hides('r', { threads: { b: [] } }))).toEqual([])
  expect(broken(hides('r', {}))).toEqual(['INV-4'])
  expect(broken(hides('b', { messages: [one], threads: {} }))).toEqual([])
})

test('INV-1: what somebody hid or reported and is not kept so is seen, also when it is kept twice', () => {
  const wish = { ...named, userId: 'cid', acknowledged: 0 }
  const hiding: Wish = { ...wish, kind: 'hidden', facet: 'hidden', states: ['on'] }
  const flag: Wish = { ...wish, kind: 'flag', facet: 'flag', states: ['spam'] }
  const kept = (name: string, said: string): Partial<Evidence> => ({ truth: [truth({ unlisted: { cid: { [name]: said } } })] })
  expect(broken({ wishes: [hiding] })).toEqual(['INV-1'])
  expect(broken({ wishes: [hiding], ...kept('hidden b', 'on') })).toEqual([])
  expect(broken({ wishes: [{ ...hiding, states: ['on', 'off'], acknowledged: 1 }], ...kept('hidden b', 'on') })).toEqual(['INV-1'])
  expect(broken({ wishes: [flag] })).toEqual(['INV-1'])
  expect(broken({ wishes: [flag], ...kept('flag b', 'spam') })).toEqual([])
  expect(broken({ wishes: [flag], ...kept('flag b', 'spam and spam') })).toEqual(['INV-1'])
  const deleted: Wish = { ...named, kind: 'deletion', facet: 'deleted', states: ['on'], acknowledged: undefined }
  expect(broken({ wishes: [flag, deleted] })).toEqual(['INV-1'])
})

test('a wish is settled once its last state was acknowledged', () => {
  const wishes = createWishes()
  const settled = (): boolean => wishes.isSettled('ann-1', 'b', 'saved')
  expect(settled()).toBe(true)
  wishes.ask({ ...named, kind: 'saved', facet: 'saved' }, 'on')
  expect(settled()).toBe(false)
  wishes.acknowledged('ann-1', { about: 'b', facet: 'saved', state: 'on' })
  expect(settled()).toBe(true)
})

test('a saved message that is read after the removal breaks INV-5', () => {
  const [sighting] = sightingsOfOutput('saved.messages', {}, { messages: [{ conversationId: 'c1', message: { id: 'm', revision: 8 } }] })
  expect(sighting).toMatchObject({ conversationId: 'c1', revision: 8 })
})
