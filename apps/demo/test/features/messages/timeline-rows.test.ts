import type { TimelineMessage } from '@palaver/client'
import { expect, test } from 'vitest'
import { buildRows, type TimelineRow } from '../../../src/features/messages/timeline-rows.ts'

const noon = new Date(2026, 4, 3, 12).getTime()
const minute = 60_000

const message = (position: number, senderId: string, at: number): TimelineMessage => ({
  key: `m${position}`,
  id: `m${position}`,
  position,
  senderId,
  content: { kind: 'text', text: 'hello' },
  createdAt: at,
  mine: senderId === 'me',
  status: 'sent',
})

const shape = (rows: readonly TimelineRow[]): readonly string[] =>
  rows.map((row) => ('first' in row ? `${row.kind === 'note' ? row.kind : row.key}${row.first ? ' first' : ''}${row.last ? ' last' : ''}` : row.kind))

test('messages of one sender within five minutes are one group', () => {
  const rows = buildRows([message(1, 'ann', noon), message(2, 'ann', noon + 4 * minute), message(3, 'ann', noon + 10 * minute), message(4, 'me', noon + 10 * minute)], undefined)
  expect(shape(rows)).toEqual(['day', 'm1 first', 'm2 last', 'm3 first last', 'm4 first last'])
})

const left = (position: number, senderId: string, at: number): TimelineMessage =>
  ({ ...message(position, senderId, at), mine: false, content: { kind: 'system', note: { type: 'member_left' } } })

test('what happened stands between the groups, and neither belongs to one nor is unread', () => {
  const items = [message(1, 'ann', noon), left(2, 'ann', noon), left(3, 'ben', noon), message(4, 'ann', noon)]
  expect(shape(buildRows(items, undefined))).toEqual(['day', 'm1 first last', 'note first', 'note last', 'm4 first last'])
  expect(shape(buildRows(items, 1))).toEqual(['day', 'm1 first last', 'note first', 'note last', 'unread', 'm4 first last'])
})

test('a new day separates, also within five minutes', () => {
  const midnight = new Date(2026, 4, 4).getTime()
  expect(shape(buildRows([message(1, 'ann', midnight - minute), message(2, 'ann', midnight + minute)], undefined))).toEqual(['day', 'm1 first last', 'day', 'm2 first last'])
})

test('the unread divider stands before the first unread message of somebody else and splits its group', () => {
  const items = [message(1, 'ann', noon), message(2, 'me', noon), message(3, 'ann', noon), message(4, 'ann', noon)]
  expect(shape(buildRows(items, 1))).toEqual(['day', 'm1 first last', 'm2 first last', 'unread', 'm3 first', 'm4 last'])
  expect(shape(buildRows([message(1, 'ann', noon), message(2, 'ann', noon)], 1))).toEqual(['day', 'm1 first last', 'unread', 'm2 first last'])
  expect(shape(buildRows(items, undefined))).not.toContain('unread')
  expect(shape(buildRows(items, 4))).not.toContain('unread')
})

test('every row has a key of its own that history before it does not change', () => {
  const later = [message(3, 'ann', noon), message(4, 'ben', noon + minute)]
  const keys = (items: readonly TimelineMessage[]) => buildRows(items, undefined).map(({ key }) => key)
  const before = keys(later)
  const after = keys([message(1, 'ann', noon - 2000 * minute), message(2, 'ann', noon - minute), ...later])
  expect(new Set(after).size).toBe(after.length)
  expect(after.filter((key) => before.includes(key))).toEqual(before)
})
