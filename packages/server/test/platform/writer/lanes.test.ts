import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Lanes } from '../../../src/platform/writer/lanes.ts'

/** Ids whose own lane, of two, is the first. */
const [a, b, c] = ['00000000-0000-4000-8000-000000000000', '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000004'] as const

describe('the lanes of the writer', () => {
  class TestLane {
    isIdle = true
    /** The kind that its next batch has room for. */
    filling: string | undefined
    hasRoomFor(kind: string): boolean {
      return kind === this.filling
    }
  }
  const twoLanes = () => [new TestLane(), new TestLane()] as const

  it('take a change where nothing else waits, and batch it where all are busy', () => {
    const [first, second] = twoLanes()
    const lanes = new Lanes([first, second])
    expect(lanes.enter(a, 'send')).toBe(first)
    first.isIdle = false
    expect(lanes.enter(b, 'send')).toBe(second)
    second.isIdle = false
    expect(lanes.enter(c, 'send')).toBe(first)
  })

  it('fill batches of a kind before another lane begins, once much is under way', () => {
    const [first, second] = twoLanes()
    const lanes = new Lanes([first, second])
    for (let n = 0; n < 8; n += 1) {
      expect(lanes.enter(a, 'send')).toBe(first)
      first.isIdle = false
      first.filling = 'send'
    }
    expect(lanes.enter(b, 'send')).toBe(first)
    expect(lanes.enter(c, 'react')).toBe(second)
    lanes.leave(b)
    lanes.leave(c)
    first.filling = undefined
    expect(lanes.enter(b, 'send')).toBe(second)
    lanes.leave(b)
    first.filling = 'send'
    lanes.leave(a)
    expect(lanes.enter(b, 'send')).toBe(second)
  })

  it('keep a conversation where its changes are under way', () => {
    const [first, second] = twoLanes()
    const lanes = new Lanes([first, second])
    first.isIdle = false
    expect(lanes.enter(a, 'send')).toBe(second)
    second.isIdle = false
    first.isIdle = true
    expect(lanes.enter(a, 'send')).toBe(second)
    lanes.leave(a)
    expect(lanes.enter(a, 'send')).toBe(second)
    lanes.leave(a)
    lanes.leave(a)
    expect(lanes.enter(a, 'send')).toBe(first)
  })

  it('never have a conversation in two lanes, whoever is idle', () => {
    const change = fc.record({ id: fc.constantFrom(a, b, c), idle: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), filling: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), leaves: fc.boolean() })
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const each = [0, 1, 2].map(() => new TestLane())
        const lanes = new Lanes(each)
        const underWay = new Map<string, { lane: object; changes: number }>()
        for (const { id, idle, filling, leaves } of changes) {
          each.forEach((lane, at) => {
            lane.isIdle = idle[at] === true
            lane.filling = filling[at] ? 'send' : undefined
          })
          const lane = lanes.enter(id, 'send')
          const known = underWay.get(id)
          expect(known?.lane ?? lane).toBe(lane)
          underWay.set(id, { lane, changes: (known?.changes ?? 0) + 1 })
          const place = underWay.get(id)
          if (!leaves || !place) continue
          lanes.leave(id)
          place.changes--
          if (place.changes === 0) underWay.delete(id)
        }
      }),
    )
  })
})
