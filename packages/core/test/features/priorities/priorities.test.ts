import { expect, test } from 'vitest'
import { hasAcknowledged, mayAcknowledge } from '../../../src/index.ts'

test('whoever gets an urgent message is asked to acknowledge it, and nobody else', () => {
  expect(mayAcknowledge({ senderId: 'anna', urgent: true }, 'ben')).toBe(true)
  expect(mayAcknowledge({ senderId: 'anna', urgent: true }, 'anna')).toBe(false)
  expect(mayAcknowledge({ senderId: 'anna' }, 'ben')).toBe(false)
})

test('who acknowledged is known as long as the message names all of them', () => {
  expect(hasAcknowledged({}, 'ben')).toBe(false)
  expect(hasAcknowledged({ acknowledged: { count: 1, userIds: ['ben'] } }, 'ben')).toBe(true)
  expect(hasAcknowledged({ acknowledged: { count: 1, userIds: ['cleo'] } }, 'ben')).toBe(false)
  expect(hasAcknowledged({ acknowledged: { count: 2, userIds: ['cleo'] } }, 'ben')).toBeUndefined()
})
