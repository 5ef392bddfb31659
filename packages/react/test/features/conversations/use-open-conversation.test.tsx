// @vitest-environment jsdom
import { act, cleanup, render } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { PalaverProvider, useOpenConversation } from '../../../src/index.ts'
import { createFakeChat } from '../../support/fake-chat.ts'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const Open = ({ id }: { readonly id: string }) => {
  useOpenConversation(id)
  return null
}

test('a conversation is open while a component shows it: every opening is ended, also under StrictMode', () => {
  const chat = createFakeChat()
  const page = render(<StrictMode><PalaverProvider client={chat.client}><Open id="a" /></PalaverProvider></StrictMode>)
  const { open, close } = chat.conversation('a')
  expect(open.mock.calls.length - close.mock.calls.length).toBe(1)
  page.rerender(<StrictMode><PalaverProvider client={chat.client}><Open id="b" /></PalaverProvider></StrictMode>)
  expect(close.mock.calls.length).toBe(open.mock.calls.length)
  page.unmount()
  expect(chat.conversation('b').close.mock.calls.length).toBe(chat.conversation('b').open.mock.calls.length)
})

test('the window loses and gains the focus, and the conversation is told', () => {
  const chat = createFakeChat()
  const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false)
  render(<PalaverProvider client={chat.client}><Open id="a" /></PalaverProvider>)
  const { setFocused } = chat.conversation('a')
  expect(setFocused).toHaveBeenLastCalledWith(false)
  focus.mockReturnValue(true)
  act(() => void window.dispatchEvent(new Event('focus')))
  expect(setFocused).toHaveBeenLastCalledWith(true)
})
