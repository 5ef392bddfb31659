// @vitest-environment jsdom
import type { MessageSearch, SearchState } from '@palaver/client'
import { act, cleanup, renderHook } from '@testing-library/react'
import { type ReactNode, StrictMode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { PalaverProvider, useMessageSearch } from '../../../src/index.ts'
import { createFakeChat } from '../../support/fake-chat.ts'

const idle: SearchState = { status: 'idle', items: [], hasMore: false, loadingMore: false, similar: false }
const opened = vi.hoisted(() => ({ listeners: new Set<() => void>(), state: undefined as unknown, ask: vi.fn(), cancel: vi.fn() }))

vi.mock(import('@palaver/client'), async (importOriginal) => {
  const messages: MessageSearch = {
    subscribe: (listener) => {
      opened.listeners.add(listener)
      return () => void opened.listeners.delete(listener)
    },
    getSnapshot: () => opened.state as SearchState,
    ask: opened.ask,
    cancel: opened.cancel,
    more: () => Promise.resolve(),
  }
  return { ...(await importOriginal()), search: () => ({ open: () => messages }) }
})

afterEach(cleanup)

test('each query is asked with its filters, once, and the search ends with the component', () => {
  opened.state = idle
  const chat = createFakeChat()
  const wrapper = ({ children }: { children: ReactNode }) => <StrictMode><PalaverProvider client={chat.client}>{children}</PalaverProvider></StrictMode>
  const { result, rerender, unmount } = renderHook(({ query }) => useMessageSearch(query, { senderId: 'a', sort: 'newest' }), { wrapper, initialProps: { query: 'pl' } })
  expect(opened.ask).toHaveBeenLastCalledWith({ query: 'pl', senderId: 'a', sort: 'newest' })
  const before = opened.ask.mock.calls.length
  rerender({ query: 'pl' })
  expect(opened.ask).toHaveBeenCalledTimes(before)
  rerender({ query: 'plan' })
  expect(opened.ask).toHaveBeenCalledTimes(before + 1)
  act(() => {
    opened.state = { ...idle, status: 'ready', similar: true }
    for (const listener of opened.listeners) listener()
  })
  expect(result.current).toMatchObject({ status: 'ready', similar: true })
  result.current.retry()
  expect(opened.ask).toHaveBeenCalledTimes(before + 2)
  opened.cancel.mockClear()
  unmount()
  expect(opened.cancel).toHaveBeenCalled()
})
