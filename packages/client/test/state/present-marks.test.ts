import type { ConversationView, Member } from '@palaver/protocol'
import { expect, test } from 'vitest'
import { emptyConversation, presentMarks } from '../../src/state/conversation-state.ts'
import { gone, withMarks, withReset, withRows, withView } from '../../src/state/merge.ts'

const member = (userId: string, state: Member['state'], revision: number): Member => ({ userId, role: 'member', state, joinedAt: 0, revision })
const markOf = (userId: string, position: number) => ({ userId, delivered: position, read: position })

const view: ConversationView = {
  conversation: { id: 'c', type: 'group', name: 'Seeded', avatarHue: 10, createdAt: 0, createdBy: 'ann', revision: 1, settings: { history: 'beginning' } },
  head: { id: 'c', position: 9, revision: 4, floorPosition: 0, marksRevision: 1, activityAt: 0, memberCount: 2 },
  membership: { conversationId: 'c', role: 'member', state: 'active', joinedAt: 0, visibleFrom: 1, revision: 1 },
  mark: markOf('ann', 1),
  unread: 0,
}
const loaded = withView(emptyConversation('c'), view)

test('a mark that comes after its member went counts for nobody, until they are back', () => {
  const both = withMarks(loaded, { marksRevision: 2, marks: [markOf('ann', 3), markOf('ben', 2)] }, true)
  const left = withRows(both, { members: [member('ben', 'left', 5)] }, 5)
  const late = withMarks(left, { marksRevision: 3, marks: [markOf('ben', 3)] }, false)
  expect([...presentMarks(late).keys()]).toEqual(['ann'])
  const back = withRows(late, { members: [member('ben', 'active', 6)] }, 6)
  expect([...presentMarks(back).keys()]).toEqual(['ann', 'ben'])
})

test('who comes back has the mark that they had, whatever late frames say (INV-6)', () => {
  const both = withMarks(loaded, { marksRevision: 5, marks: [markOf('ann', 9), markOf('ben', 8)] }, true)
  const back = withRows(withRows(both, { members: [member('ben', 'removed', 5)] }, 5), { members: [member('ben', 'active', 6)] }, 6)
  const late = withMarks(back, { marksRevision: 3, marks: [markOf('ben', 4)] }, false)
  expect(presentMarks(late).get('ben')).toEqual(markOf('ben', 8))
})

test('a reset forgets who had left, and their marks with them', () => {
  const both = withMarks(loaded, { marksRevision: 5, marks: [markOf('ann', 9), markOf('ben', 8)] }, true)
  const left = withRows(both, { members: [member('ben', 'left', 5)] }, 5)
  expect([...presentMarks(withReset(left, 9)).keys()]).toEqual(['ann'])
})

test('the marks of a conversation that nobody left are not copied', () => {
  const both = withMarks(loaded, { marksRevision: 5, marks: [markOf('ann', 9), markOf('ben', 8)] }, true)
  expect(presentMarks(both)).toBe(both.marks)
})

test('marks that come late give nothing back of a conversation that one was put out of (INV-6)', () => {
  const out = gone(withMarks(loaded, { marksRevision: 5, marks: [markOf('ann', 9), markOf('ben', 8)] }, true))
  expect(withMarks(out, { marksRevision: 5, marks: [markOf('ann', 8), markOf('ben', 8)] }, true)).toBe(out)
})
