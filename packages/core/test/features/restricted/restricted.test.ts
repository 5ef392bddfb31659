import type { Message } from '@palaver/protocol'
import { expect, it } from 'vitest'
import { countsAsUnread, isPreview, isShownTo, mayForward, mayHaveThread } from '../../../src/index.ts'

const message = (more: Partial<Message>): Message => ({
  id: 'm', position: 1, revision: 1, senderId: 'anna', clientId: 'c', content: { kind: 'text', text: 'between us' }, createdAt: 0, ...more,
})
const open = message({ restricted: true, visibleTo: ['ben'] })
const closed = message({ restricted: true, content: { kind: 'restricted' } })
const deleted = message({ restricted: true, content: { kind: 'deleted', by: 'anna', at: 1 } })

it('what is for some is shown to them, and to others never; deleted, it leaves a trace for its sender only', () => {
  expect([isShownTo('ben', open), isShownTo('carl', closed)]).toEqual([true, false])
  expect([isShownTo('anna', deleted), isShownTo('ben', deleted), isShownTo('carl', deleted)]).toEqual([true, false, false])
  expect(isShownTo('carl', message({ content: { kind: 'deleted', by: 'anna', at: 1 } }))).toBe(true)
  expect([isShownTo('ben', message({ threadId: 't' })), isShownTo('ben', message({ threadId: 't', alsoToConversation: true }))]).toEqual([false, true])
})

it('it counts as unread for them, leads no conversation, goes nowhere else and has no thread', () => {
  expect([countsAsUnread(open, 'ben'), countsAsUnread(open, 'anna'), countsAsUnread(closed, 'carl'), countsAsUnread(deleted, 'ben')]).toEqual([true, false, false, false])
  expect([open, closed, deleted, message({ threadId: 't' })].map(isPreview)).toEqual([false, false, false, false])
  expect([isPreview(message({})), mayForward(message({})), mayHaveThread(message({}))]).toEqual([true, true, true])
  expect([mayForward(open), mayHaveThread(open)]).toEqual([false, false])
})
