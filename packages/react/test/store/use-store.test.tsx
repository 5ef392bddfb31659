// @vitest-environment jsdom
import { act, cleanup, render, renderHook } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { useStore } from '../../src/index.ts'
import { createFakeStore } from '../support/fake-store.ts'

afterEach(cleanup)

test('a component renders again when its store changes, and not when it does not', () => {
  const store = createFakeStore({ a: 1, b: 1 })
  let renders = 0
  const { result } = renderHook(() => {
    renders += 1
    return useStore(store)
  })
  act(() => store.set({ a: 2, b: 1 }))
  expect(result.current).toEqual({ a: 2, b: 1 })
  expect(renders).toBe(2)
  act(() => store.set(store.getSnapshot()))
  expect(renders).toBe(2)
})

test('with a selector, a component renders only when what it picks changes', () => {
  const store = createFakeStore({ a: 1, b: 1 })
  const pickA = ({ a }: { a: number }) => a
  let renders = 0
  const { result } = renderHook(() => {
    renders += 1
    return useStore(store, pickA)
  })
  act(() => store.set({ a: 1, b: 2 }))
  expect(renders).toBe(1)
  act(() => store.set({ a: 2, b: 2 }))
  expect(result.current).toBe(2)
  expect(renders).toBe(2)
})

test('what is equal keeps its identity, also when the selector changes', () => {
  const store = createFakeStore({ items: [1, 2] })
  const same = (a: readonly number[], b: readonly number[]) => a.join() === b.join()
  const { result, rerender } = renderHook(({ add }) => useStore(store, ({ items }) => items.map((item) => item + add), same), {
    initialProps: { add: 1 },
  })
  const first = result.current
  rerender({ add: 1 })
  expect(result.current).toBe(first)
  act(() => store.set({ items: [1, 2] }))
  expect(result.current).toBe(first)
  rerender({ add: 2 })
  expect(result.current).toEqual([3, 4])
})

test('several changes in one batch are one render', () => {
  const store = createFakeStore(0)
  let renders = 0
  const { result } = renderHook(() => {
    renders += 1
    return useStore(store)
  })
  act(() => {
    store.set(1)
    store.set(2)
    store.set(3)
  })
  expect(result.current).toBe(3)
  expect(renders).toBe(2)
})

test('another store takes the place of the first, and nothing listens after the end', () => {
  const first = createFakeStore('first')
  const second = createFakeStore('second')
  const Shown = ({ store }: { store: typeof first }) => <>{useStore(store)}</>
  const page = render(<StrictMode><Shown store={first} /></StrictMode>)
  expect(first.listeners()).toBe(1)
  page.rerender(<StrictMode><Shown store={second} /></StrictMode>)
  expect(page.container.textContent).toBe('second')
  expect(first.listeners()).toBe(0)
  page.unmount()
  expect(second.listeners()).toBe(0)
})
