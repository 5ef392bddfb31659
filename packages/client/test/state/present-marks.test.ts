import type { Member } from '@palaver/protocol'
import { expect, test } from 'vitest'
import { emptyConversation, presentMarks } from '../../src/state/conversation-state.ts'
import { withMarks, withReset, withRows } from '../../src/state/merge.ts'

const member = (userId: string, state: Member['state'], revision: number): Member => ({ userId, role: 'member', state, joinedAt: 0, revision })
const markOf = (userId: string, position: number) => ({ userId, delivered: position, read: position })

test('a mark that comes after its member went counts for nobody, until they are back', () => {
  const both = withMarks(emptyConversation('c'), { marksRevision: 2, marks: [markOf('ann', 3), markOf('ben', 2)] }, true)
  const left = withRows(both, { members: [member('ben', 'left', 5)] }, 5)
  const late = withMarks(left, { marksRevision: 3, marks: [markOf('ben', 3)] }, false)
  expect([...presentMarks(late).keys()]).toEqual(['ann'])
  const back = withRows(late, { members: [member('ben', 'active', 6)] }, 6)
  expect([...presentMarks(back).keys()]).toEqual(['ann', 'ben'])
})

test('who comes back has the mark that they had, whatever late frames say (INV-6)', () => {
  const both = withMarks(emptyConversation('c'), { marksRevision: 5, marks: [markOf('ann', 9), markOf('ben', 8)] }, true)
  const back = withRows(withRows(both, { members: [member('ben', 'removed', 5)] }, 5), { members: [member('ben', 'active', 6)] }, 6)
  const late = withMarks(back, { marksRevision: 3, marks: [markOf('ben', 4)] }, false)
  expect(presentMarks(late).get('ben')).toEqual(markOf('ben', 8))
})

test('a reset forgets who had left, and their marks with them', () => {
  const both = withMarks(emptyConversation('c'), { marksRevision: 5, marks: [markOf('ann', 9), markOf('ben', 8)] }, true)
  const left = withRows(both, { members: [member('ben', 'left', 5)] }, 5)
  expect([...presentMarks(withReset(left, 9)).keys()]).toEqual(['ann'])
})

test('the marks of a conversation that nobody left are not copied', () => {
  const both = withMarks(emptyConversation('c'), { marksRevision: 5, marks: [markOf('ann', 9), markOf('ben', 8)] }, true)
  expect(presentMarks(both)).toBe(both.marks)
})
