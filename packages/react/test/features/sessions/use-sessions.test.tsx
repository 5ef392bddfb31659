// @vitest-environment jsdom
import type { ChatClient, DeviceSession } from '@palaver/client'
import { createChatClient, PalaverError } from '@palaver/client'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { PalaverProvider, useSessions } from '../../../src/index.ts'

const here: DeviceSession = { id: 'here', device: 'Firefox on Linux', createdAt: 1, lastUsedAt: 9, current: true }
const there: DeviceSession = { id: 'there', createdAt: 2, lastUsedAt: 8, current: false }
const third: DeviceSession = { id: 'third', createdAt: 3, lastUsedAt: 7, current: false }

/** A client whose commands are answered by `answer`, by the fallback. */
const clientOf = (answer: (name: string, input: object) => object): ChatClient =>
  createChatClient({
    url: 'http://model.test',
    userId: 'me',
    token: () => Promise.resolve('token'),
    storage: 'memory',
    fallback: async (_door, { name, input }) => answer(name, input) as never,
  })

const under = (client: ChatClient) => ({
  wrapper: ({ children }: { children: ReactNode }) => <StrictMode><PalaverProvider client={client}>{children}</PalaverProvider></StrictMode>,
})

afterEach(cleanup)

test('devices load when they are shown, and go when they are signed out', async () => {
  const calls: string[] = []
  const { result } = renderHook(() => useSessions(), under(clientOf((name, input) => {
    calls.push(`${name} ${JSON.stringify(input)}`)
    return name === 'session.list' ? { sessions: [here, there, third] } : {}
  })))
  expect(result.current).toMatchObject({ status: 'loading', items: [] })
  await waitFor(() => expect(result.current).toMatchObject({ status: 'ready', items: [here, there, third] }))
  await act(() => result.current.revoke('there'))
  await waitFor(() => expect(result.current.items).toEqual([here, third]))
  await act(() => result.current.revokeOthers())
  await waitFor(() => expect(result.current.items).toEqual([here]))
  expect(calls.slice(-2)).toEqual(['session.revoke {"sessionId":"there"}', 'session.revokeOthers {}'])
})

test('what cannot be loaded says why, is asked for again, and what was known stays', async () => {
  let reachable = false
  const { result } = renderHook(() => useSessions(), under(clientOf(() => {
    if (!reachable) throw new PalaverError('unavailable', 'unable to run session.list; the server cannot be reached')
    return { sessions: [here] }
  })))
  await waitFor(() => expect(result.current).toMatchObject({ status: 'error', error: { code: 'unavailable' } }))
  reachable = true
  await act(() => result.current.reload())
  await waitFor(() => expect(result.current).toMatchObject({ status: 'ready', items: [here], error: undefined }))
  reachable = false
  await act(() => result.current.reload())
  await waitFor(() => expect(result.current).toMatchObject({ status: 'error', items: [here] }))
  await act(async () => expect(await result.current.revoke('here').catch((error: unknown) => error)).toMatchObject({ code: 'unavailable' }))
})
