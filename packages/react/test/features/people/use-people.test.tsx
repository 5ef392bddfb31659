// @vitest-environment jsdom
import type { ChatClient } from '@palaver/client'
import { PalaverError } from '@palaver/client'
import { act, cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PalaverProvider, usePeople, usePeopleSearch } from '../../../src/index.ts'
import { createFakeChat, type FakeChat, fakes, personOf } from '../../support/fake-chat.ts'

vi.mock(import('@palaver/client'), async (importOriginal) => {
  const original = await importOriginal()
  const people = (client: ChatClient) => {
    const chat = fakes.get(client)
    if (!chat) throw new Error('unable to give people; the client is no fake')
    return { person: chat.person, search: chat.search, me: chat.person(client.userId), update: () => Promise.resolve(personOf('me')) }
  }
  return { ...original, people }
})

const under = (chat: FakeChat) => ({ wrapper: ({ children }: { children: ReactNode }) => <PalaverProvider client={chat.client}>{children}</PalaverProvider> })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

test('several people who load in one batch are one render, and a map that does not change keeps its identity', () => {
  const chat = createFakeChat()
  let renders = 0
  const { result, rerender } = renderHook(({ ids }) => { renders += 1; return usePeople(ids) }, { ...under(chat), initialProps: { ids: ['a', 'b', 'c'] } })
  act(() => {
    chat.person('a').set(personOf('a'))
    chat.person('b').set(personOf('b'))
  })
  expect([...result.current.keys()]).toEqual(['a', 'b'])
  expect(renders).toBe(2)
  const before = result.current
  rerender({ ids: ['c', 'b', 'a'] })
  expect(result.current).toBe(before)
})

test('a search waits until the query rests, and drops the answer that a newer query has overtaken', async () => {
  const chat = createFakeChat()
  const answers: ((people: readonly ReturnType<typeof personOf>[]) => void)[] = []
  chat.search.mockImplementation(() => new Promise((resolve) => answers.push(resolve)))
  const { result, rerender } = renderHook(({ query }) => usePeopleSearch(query), { ...under(chat), initialProps: { query: 'a' } })
  expect(result.current.status).toBe('idle')
  rerender({ query: 'an' })
  rerender({ query: 'ann' })
  expect(result.current.status).toBe('loading')
  await act(() => vi.advanceTimersByTimeAsync(200))
  rerender({ query: 'anna' })
  await act(() => vi.advanceTimersByTimeAsync(200))
  expect(chat.search.mock.calls).toEqual([['ann', 20], ['anna', 20]])
  await act(async () => answers[1]?.([personOf('anna')]))
  await act(async () => answers[0]?.([personOf('ann')]))
  expect(result.current).toMatchObject({ status: 'ready', items: [{ id: 'anna' }] })
})

test('a search that fails says why, and an emptied query is idle at once', async () => {
  const chat = createFakeChat()
  chat.search.mockRejectedValue(new PalaverError('unavailable', 'unable to search; the server cannot be reached'))
  const { result, rerender } = renderHook(({ query }) => usePeopleSearch(query), { ...under(chat), initialProps: { query: 'ann' } })
  await act(() => vi.advanceTimersByTimeAsync(200))
  expect(result.current).toMatchObject({ status: 'error', error: { code: 'unavailable' } })
  rerender({ query: '' })
  expect(result.current).toEqual({ status: 'idle', items: [] })
})
