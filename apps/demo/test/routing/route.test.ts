import { expect, test } from 'vitest'
import { conversationHref, detailsHref, homeHref, messageHref, parseRoute, threadHref, threadsHref } from '../../src/routing/route.ts'

const id = '0199b000-0000-7000-8000-000000000001'

test('an address is read as it was written', () => {
  expect(parseRoute(conversationHref(id))).toEqual({ conversationId: id, details: false })
  expect(parseRoute(detailsHref(id))).toEqual({ conversationId: id, details: true })
  expect(parseRoute(threadHref(id, id))).toEqual({ conversationId: id, details: false, threadId: id })
  expect(parseRoute(threadsHref)).toEqual({ details: false, threads: true })
  expect(parseRoute(messageHref(id, 17))).toEqual({ conversationId: id, position: 17, details: false })
  expect(parseRoute(homeHref)).toEqual({ details: false })
})

test('what is no address of ours is the start', () => {
  for (const hash of ['', '#', '#/c/', '#/c/../../x', `#/c/${id}/other`, `#/c/${id}/m/0`, `#/c/${id}/m/17/details`, '#/c/javascript:alert(1)']) {
    expect(parseRoute(hash)).toEqual({ details: false })
  }
})
