import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Sql } from '../../../src/platform/sql.ts'
import { PublishedRows } from '../../../src/platform/writer/outbox.ts'

const quietMs = 500

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const open = () => {
  const deleted: number[][] = []
  const sql: Sql = {
    query: async (_text, params) => {
      deleted.push(params?.[0] as number[])
      return []
    },
  }
  return { rows: new PublishedRows(sql, { quietMs, onError: () => {} }), deleted }
}

it('keeps the rows that batches come back for, and deletes the others', () => {
  const { rows, deleted } = open()
  for (const id of [1, 2, 3]) rows.add(id)
  for (let batch = 0; batch < 20; batch += 1) {
    vi.advanceTimersByTime(100)
    const id = rows.take()
    expect(id).toBe(3)
    rows.add(3)
  }
  expect(deleted).toEqual([[1], [2]])
})

it('deletes all of them once no batch comes, after twice the time at most', () => {
  const { rows, deleted } = open()
  rows.add(1)
  vi.advanceTimersByTime(quietMs - 1)
  expect(rows.take()).toBe(1)
  rows.add(1)
  vi.advanceTimersByTime(1)
  expect(deleted).toEqual([])
  vi.advanceTimersByTime(quietMs)
  expect(deleted).toEqual([[1]])
  expect(rows.take()).toBe(null)
})

it('leaves nothing behind at the end', async () => {
  const { rows, deleted } = open()
  rows.add(1)
  await rows.close()
  rows.add(2)
  vi.advanceTimersByTime(10 * quietMs)
  expect(deleted).toEqual([[1]])
})
