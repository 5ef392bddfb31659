import { expect, test } from 'vitest'
import { type Evidence, type SeenConversation, check } from '../chaos/checker.ts'

const conversation = (change: Partial<SeenConversation> = {}): SeenConversation => ({
  id: 'c1',
  messages: [
    { id: 'a', position: 1, text: 'one' },
    { id: 'b', position: 2, text: 'two' },
  ],
  members: ['ann', 'bob'],
  marks: { ann: { delivered: 2, read: 2 }, bob: { delivered: 2, read: 1 } },
  unread: 1,
  ...change,
})

const evidence = (change: Partial<Evidence> = {}): Evidence => ({
  acknowledged: new Map([['k', { conversationId: 'c1', id: 'b', position: 2 }]]),
  pending: [],
  server: [conversation()],
  clients: new Map([['bob-1', [conversation()]]]),
  fresh: new Map([['bob', [conversation()]]]),
  userOf: new Map([['bob-1', 'bob']]),
  noticed: [],
  ...change,
})

const broken = (change: Partial<Evidence>): readonly string[] => [...new Set(check(evidence(change)).map((each) => each.invariant))]
const shown = (change: Partial<SeenConversation>): Partial<Evidence> => ({ clients: new Map([['bob-1', [conversation(change)]]]) })
const [one, two] = conversation().messages as [SeenConversation['messages'][0], SeenConversation['messages'][0]]

test('nothing is reported when all sides agree', () => {
  expect(check(evidence())).toEqual([])
})

test('an acknowledged message that is not stored breaks INV-1', () => {
  expect(broken({ acknowledged: new Map([['k', { conversationId: 'c1', id: 'lost', position: 3 }]]) })).toEqual(['INV-1'])
})

test('another order breaks INV-2', () => {
  expect(broken(shown({ messages: [two, one] }))).toContain('INV-2')
})

test('a message shown twice breaks INV-3', () => {
  expect(broken(shown({ messages: [one, one, two] }))).toContain('INV-3')
})

test.each([
  ['a member', { members: ['bob'] }],
  ['a mark', { marks: {} }],
  ['the unread count', { unread: 0 }],
])('a client that differs in %s breaks INV-4', (_what, change) => {
  expect(broken(shown(change))).toContain('INV-4')
})

test('an entry that stays pending breaks INV-4', () => {
  expect(broken({ pending: ['x'] })).toEqual(['INV-4'])
})

test.each(['INV-5', 'INV-6'] as const)('what was noticed on the way is reported: %s', (invariant) => {
  expect(broken({ noticed: [{ invariant, what: 'seen' }] })).toEqual([invariant])
})

test('a resumed client that differs from a fresh one breaks INV-7', () => {
  expect(broken({ fresh: new Map([['bob', [conversation({ members: ['ann', 'bob', 'cid'] })]]]) })).toEqual(['INV-7'])
})
