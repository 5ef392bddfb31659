// @vitest-environment jsdom
import { act } from '@testing-library/react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PalaverProvider, useMessages, useStatus } from '../src/index.ts'
import { createFakeChat } from './support/fake-chat.ts'

const Screen = () => <p>{`${useStatus().socket} ${useMessages('c').items.length}`}</p>

test('a page from the server is taken over without a mismatch, and follows the client from then on', async () => {
  const chat = createFakeChat()
  const tree = <PalaverProvider client={chat.client}><Screen /></PalaverProvider>
  const root = document.createElement('div')
  root.innerHTML = renderToString(tree)
  const mismatches: unknown[] = []
  const page = await act(() => hydrateRoot(root, tree, { onRecoverableError: (error) => mismatches.push(error) }))
  act(() => chat.conversation('c').messages.set({ ...chat.conversation('c').messages.getSnapshot(), items: [{ key: 'k', senderId: 'me', content: { kind: 'text', text: 'hi' }, createdAt: 1, mine: true, status: 'pending' }] }))
  expect(root.textContent).toBe('open 1')
  expect(mismatches).toEqual([])
  act(() => page.unmount())
})
