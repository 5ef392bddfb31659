import { describe, expect, it } from 'vitest'
import { gather } from '../../src/platform/gather.ts'

const turns = () => new Promise((resolve) => setImmediate(resolve))

describe('gather', () => {
  it('reads at once when nothing is under way, and together what is asked for meanwhile', async () => {
    const calls: (readonly number[])[] = []
    const ends: (() => void)[] = []
    const double = gather(async (keys: readonly number[]) => {
      calls.push(keys)
      await new Promise<void>((resolve) => ends.push(resolve))
      return keys.map((key) => key * 2)
    })
    const first = double(1)
    const others = Promise.all([double(2), double(3)])
    expect(calls).toEqual([[1]])
    ends[0]?.()
    expect(await first).toBe(2)
    await turns()
    expect(calls).toEqual([[1], [2, 3]])
    ends[1]?.()
    expect(await others).toEqual([4, 6])
    const last = double(4)
    expect(calls.at(-1)).toEqual([4])
    ends[2]?.()
    expect(await last).toBe(8)
  })

  it('fails for all keys of a read that fails, and reads on', async () => {
    let broken = true
    const same = gather(async (keys: readonly string[]) => {
      if (broken) throw new Error('gone')
      return keys
    })
    const [a, b] = await Promise.allSettled([same('a'), same('b')])
    expect([a.status, b.status]).toEqual(['rejected', 'rejected'])
    broken = false
    expect(await same('c')).toBe('c')
  })

  it('reads at most as many keys at once as it was told', async () => {
    const sizes: number[] = []
    const same = gather(async (keys: readonly number[]) => {
      sizes.push(keys.length)
      return keys
    }, 3)
    expect(await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(same))).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(Math.max(...sizes)).toBe(3)
  })
})
