import type { ConversationView, Mark } from '@palaver/protocol'
import { expect, test } from 'vitest'
import { createOwnMarks } from '../../../src/features/marks/own-marks.ts'
import { createCache } from '../../../src/state/cache.ts'
import { withView } from '../../../src/state/merge.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

const me = 'anna'
const view = (mark: Mark): ConversationView => ({
  conversation: { id: 'c', type: 'group', name: 'Desk', avatarHue: 0, settings: { history: 'beginning' }, createdBy: me, createdAt: 0, revision: 1 },
  head: { id: 'c', revision: 300, position: 294, floorPosition: 0, marksRevision: 1, memberCount: 2, activityAt: 0 },
  membership: { conversationId: 'c', role: 'owner', state: 'active', joinedAt: 0, visibleFrom: 1, revision: 1 },
  mark,
  unread: 0,
})

test('what waited to be told when the page went shows with the mark of the server, never as a half of one before it', () => {
  const clock = createFakeClock()
  const cache = createCache(() => clock.now())
  const seen: Mark[] = []
  cache.onChange((state) => seen.push(...state.marks.values()))
  const marks = createOwnMarks({
    me, cache, platform: { now: () => clock.now(), delay: clock.delay, random: () => 0.5 },
    run: () => Promise.reject(new Error('offline')), isOpen: () => false, isLeader: () => true, onQueued: () => {}, report: () => {},
  })
  marks.restore([['c', { delivered: 294, read: 0 }]])
  expect(seen).toEqual([])
  cache.update('c', (state) => withView(state, view({ userId: me, delivered: 290, read: 280 })))
  expect(cache.get('c').marks.get(me)).toEqual({ userId: me, delivered: 294, read: 280 })
  expect(Math.min(...seen.map(({ read }) => read))).toBe(280)
  expect(marks.queued()).toEqual([['c', { delivered: 294, read: 0 }]])
})
