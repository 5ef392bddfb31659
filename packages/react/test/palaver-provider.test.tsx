// @vitest-environment jsdom
import { createChatClient } from '@palaver/client'
import { cleanup, render, renderHook } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { PalaverProvider, useChat, useConversations, useMe, useMessages, useOpenConversation, useStatus } from '../src/index.ts'
import { createFakeChat } from './support/fake-chat.ts'
import { createIdlePlatform } from './support/idle-platform.ts'

afterEach(cleanup)

const conversationId = '0199b000-0000-7000-8000-000000000001'

const Screen = () => {
  useOpenConversation(conversationId)
  return (
    <>
      {useStatus().socket} {useConversations().items.length} {useMessages(conversationId).items.length} {useMe().userId}
    </>
  )
}

test('a client under StrictMode opens exactly one socket, however often its screens mount', async () => {
  const { platform, sockets } = createIdlePlatform()
  const client = createChatClient({ url: 'http://127.0.0.1:1', userId: conversationId, token: () => Promise.resolve('token'), storage: 'memory', platform })
  client.connect()
  const page = render(<StrictMode><PalaverProvider client={client}><Screen /><Screen /></PalaverProvider></StrictMode>)
  page.rerender(<StrictMode><PalaverProvider client={client} key="again"><Screen /></PalaverProvider></StrictMode>)
  await expect.poll(sockets).toBe(1)
  page.unmount()
  expect(sockets()).toBe(1)
  await client.close()
})

test('two providers on one page each give their own client, and the nearest counts', () => {
  const [a, b] = [createFakeChat('a'), createFakeChat('b')]
  const Who = () => <>{useChat().userId}</>
  const page = render(
    <>
      <PalaverProvider client={a.client}><Who /><PalaverProvider client={b.client}><Who /></PalaverProvider></PalaverProvider>
      <PalaverProvider client={b.client}><Who /></PalaverProvider>
    </>,
  )
  expect(page.container.textContent).toBe('abb')
})

test('a hook without a provider says what is missing', () => {
  expect(() => renderHook(() => useChat())).toThrow('unable to use a Palaver hook; there is no PalaverProvider above')
})
