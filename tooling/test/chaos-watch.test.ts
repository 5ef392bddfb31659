import type { Mark, TimelineMessage } from '@palaver/client'
import { expect, test } from 'vitest'
import type { Violation } from '../chaos/violation.ts'
import { createMarksWatch, createTimelineWatch } from '../chaos/watch.ts'

const place = { client: 'ann-1', conversationId: 'c1' }
const item = (key: string, change: Partial<TimelineMessage> = {}): TimelineMessage =>
  ({ key, senderId: 'ann', content: { kind: 'text', text: key }, createdAt: 0, mine: true, status: 'pending', ...change })
const stored = (key: string, position: number): TimelineMessage => item(key, { id: `id-${key}`, position, status: 'sent' })

const timeline = () => {
  const violations: Violation[] = []
  const acknowledged: string[] = []
  const look = createTimelineWatch(place, { onSent: (key) => acknowledged.push(key), report: (violation) => void violations.push(violation) })
  return { look, acknowledged, broken: () => violations.map(({ invariant }) => invariant) }
}

test('a timeline in order, with what waits at its end, breaks nothing', () => {
  const { look, broken } = timeline()
  look([stored('a', 1), stored('b', 2), item('c')])
  expect(broken()).toEqual([])
})

test('a message shown as pending and as sent at once breaks INV-3', () => {
  const { look, broken } = timeline()
  look([stored('a', 1), item('a')])
  expect(broken()).toEqual(['INV-3'])
})

test('a timeline that is out of order for a moment breaks INV-2', () => {
  const { look, broken } = timeline()
  look([stored('b', 2), stored('a', 1)])
  look([stored('a', 1), stored('b', 2)])
  expect(broken()).toEqual(['INV-2'])
})

test('a message counts as acknowledged, once, when it is shown as sent', () => {
  const { look, acknowledged } = timeline()
  look([item('a')])
  expect(acknowledged).toEqual([])
  look([stored('a', 1)])
  look([stored('a', 1), item('b')])
  expect(acknowledged).toEqual(['a'])
})

test.each([{ delivered: 4, read: 2 }, { delivered: 5, read: 1 }])('a mark that goes back breaks INV-6: %o', (back) => {
  const violations: Violation[] = []
  const look = createMarksWatch(place, { highest: new Map<string, Mark>(), report: (violation) => void violations.push(violation) })
  look([{ userId: 'bob', delivered: 5, read: 2 }])
  look([{ userId: 'bob', delivered: 5, read: 2 }, { userId: 'cid', delivered: 1, read: 0 }])
  expect(violations).toEqual([])
  look([{ userId: 'bob', ...back }])
  expect(violations.map(({ invariant }) => invariant)).toEqual(['INV-6'])
})
