// @vitest-environment jsdom
import type { TimelineMessage } from '@palaver/client'
import { act, cleanup, render, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { PalaverProvider, useConversationItem, useMessageActions, useMessages, useReceipts, useUnreadTotal } from '../../../src/index.ts'
import { createFakeChat, emptyTimeline } from '../../support/fake-chat.ts'

vi.mock(import('@palaver/client'), async (importOriginal) => ({ ...(await importOriginal()), ...(await import('../../support/fake-chat.ts')).fakeFeatures }))

afterEach(cleanup)

const message = (key: string): TimelineMessage => ({ key, senderId: 'ann', content: { kind: 'text', text: key }, createdAt: 1, mine: false, status: 'sent' })
const under = (chat: ReturnType<typeof createFakeChat>) => ({ wrapper: ({ children }: { children: ReactNode }) => <PalaverProvider client={chat.client}>{children}</PalaverProvider> })

test('a batch of messages renders the timeline of its conversation once, and nothing else', () => {
  const chat = createFakeChat()
  const renders = { a: 0, b: 0, actions: 0, unread: 0, item: 0 }
  const A = () => { renders.a += 1; return <>{useMessages('a').items.length}</> }
  const B = () => { renders.b += 1; return <>{useMessages('b').items.length}</> }
  const Send = () => { renders.actions += 1; useMessageActions('a'); return null }
  const Unread = () => { renders.unread += 1; return <>{useUnreadTotal()}</> }
  const Item = () => { renders.item += 1; useConversationItem('a'); return null }
  const page = render(<PalaverProvider client={chat.client}><A /><B /><Send /><Unread /><Item /></PalaverProvider>)
  act(() => {
    chat.conversation('a').messages.set({ ...emptyTimeline, items: [message('1'), message('2')] })
    chat.list.set({ ...chat.list.getSnapshot(), hasMore: true })
    chat.conversation('a').info.set({ status: 'ready' })
  })
  expect(page.container.textContent).toBe('200')
  expect(renders).toEqual({ a: 2, b: 1, actions: 1, unread: 1, item: 1 })
})

test('the functions keep their identity while the timeline changes, and reach the conversation', () => {
  const chat = createFakeChat()
  const { result } = renderHook(() => useMessages('a'), under(chat))
  const { send, loadOlder } = result.current
  act(() => chat.conversation('a').messages.set({ ...emptyTimeline, items: [message('1')] }))
  expect(result.current.items).toHaveLength(1)
  expect(result.current.send).toBe(send)
  expect(result.current.loadOlder).toBe(loadOlder)
  expect(send({ text: 'hello' })).toBe('key')
  expect(chat.conversation('a').send).toHaveBeenCalledExactlyOnceWith({ text: 'hello' })
})

test('another conversation takes the place of the first', () => {
  const chat = createFakeChat()
  chat.conversation('b').messages.set({ ...emptyTimeline, items: [message('1')] })
  const { result, rerender } = renderHook(({ id }) => useMessages(id), { ...under(chat), initialProps: { id: 'a' } })
  expect(result.current.items).toHaveLength(0)
  rerender({ id: 'b' })
  expect(result.current.items).toHaveLength(1)
  expect(chat.conversation('a').messages.listeners()).toBe(0)
})

test('receipts render only when their counts change', () => {
  const chat = createFakeChat()
  let renders = 0
  const { result } = renderHook(() => { renders += 1; return useReceipts('a', 5) }, under(chat))
  act(() => chat.conversation('a').marks.set([{ userId: 'ann', delivered: 4, read: 4 }]))
  expect(renders).toBe(1)
  act(() => chat.conversation('a').marks.set([{ userId: 'ann', delivered: 5, read: 5 }]))
  expect(result.current).toEqual({ delivered: 0, read: 1, of: 2 })
  expect(renders).toBe(2)
})
