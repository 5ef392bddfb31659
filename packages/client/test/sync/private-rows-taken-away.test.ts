import { EventEmitter } from 'eventemitter3'
import { expect, test, vi } from 'vitest'
import type { ClientCore, CoreEvents } from '../../src/core.ts'
import { privateRows } from '../../src/features/private-rows/private-rows.ts'

test('a row that came before all others could be asked for, and was taken away meanwhile, goes: who begins with nothing is not told of it', async () => {
  const events = new EventEmitter<CoreEvents>()
  const run = vi.fn().mockRejectedValue(new Error('the connection broke'))
  const stored: unknown[] = []
  const core = {
    events, run, isOpen: () => true, isLeader: () => true, load: async () => [],
    store: async (writes: readonly unknown[]) => void stored.push(...writes),
    sync: { point: () => ({ lineage: 'first', userRevision: 6 }) },
  } as unknown as ClientCore
  const rows = privateRows(core)
  const draft = (key: string, revision: number) => ({ kind: 'draft' as const, key, revision, value: { text: key, editedAt: 1 } })
  events.emit('user', { after: 4, upTo: 5, rows: [draft('gone', 5)] })
  await vi.waitFor(() => expect([...rows.of('draft').keys()]).toEqual(['gone']))
  run.mockResolvedValue({ after: 0, upTo: 6, memberships: [], rows: [draft('kept', 2)] })
  events.emit('user', { after: 7, upTo: 8, rows: [draft('newer', 8)] })
  events.emit('synced')
  await vi.waitFor(() => expect([...rows.of('draft').keys()].sort()).toEqual(['kept', 'newer']))
  expect(stored).toContainEqual({ table: 'private', key: 'draft gone' })
})
