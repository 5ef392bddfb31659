import { describe, expect, it } from 'vitest'
import { conversationAt, conversationCount, conversationsOf, memberAt, senderOf, slotIn, workloadIds, workloadOf } from '../src/workload.ts'

const workloads = workloadIds.flatMap((id) => [workloadOf(id, 'quick'), workloadOf(id, 'full')])

describe.each(workloads)('who talks to whom in WL-$id of $people people', (workload) => {
  const conversations = Array.from({ length: conversationCount(workload) }, (_, n) => n)

  it('puts the same people into a conversation, whoever is asked', () => {
    const members = new Map(conversations.map((n) => [n, new Set<number>()]))
    for (let client = 0; client < workload.people; client++) {
      const own = conversationsOf(workload, client)
      expect(own.length).toBe(workload.each)
      for (const n of own) members.get(n)!.add(client)
    }
    for (const [n, all] of members) {
      expect(all.size).toBe(workload.members)
      for (let slot = 0; slot < workload.members; slot++) {
        const client = memberAt(workload, n, slot)
        expect([all.has(client), slotIn(workload, n, client)]).toEqual([true, slot])
      }
    }
    const [stranger] = [...Array(workload.people).keys()].filter((client) => !members.get(0)?.has(client))
    if (stranger !== undefined && conversations.length > 0) expect(slotIn(workload, 0, stranger)).toBeUndefined()
  })

  it('has each message sent by a member of its conversation', () => {
    const count = workload.kind === 'idle' ? 0 : 2000
    for (let n = 0; n < count; n++) expect(slotIn(workload, conversationAt(workload, n), senderOf(workload, n))).toBeDefined()
  })
})

it('lets a few conversations of WL-F have most of what is said', () => {
  const workload = workloadOf('F', 'full')
  const counts = new Map<number, number>()
  for (let n = 0; n < 100_000; n++) {
    const at = conversationAt(workload, n)
    counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  // One of 5,000 shares 1/n: the sum of all is about 9.1.
  expect(counts.get(0)! / 100_000).toBeCloseTo(1 / 9.1, 2)
  expect(counts.get(1)! / counts.get(3)!).toBeCloseTo(2, 0)
})
