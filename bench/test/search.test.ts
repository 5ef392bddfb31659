import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findMaxRate } from '../src/search.ts'

const options = { tolerance: 1.1, factor: 1.6, minimum: 10, maxSteps: 40 }

describe('the search', () => {
  it('ends within the tolerance below the limit, wherever it begins', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 100, max: 100_000 }), fc.integer({ min: 10, max: 100_000 }), async (limit, start) => {
      const result = await findMaxRate(async (rate) => rate <= limit, { ...options, start })
      expect(result.converged).toBe(true)
      expect(result.max).toBeLessThanOrEqual(limit)
      expect(result.max * options.tolerance).toBeGreaterThanOrEqual(limit * 0.99)
    }))
  })

  it('says 0 when not even the minimum passes', async () => {
    expect(await findMaxRate(async () => false, { ...options, start: 400 })).toMatchObject({ max: 0, failedAt: 10 })
  })

  it('ends when nothing ever fails, and says so', async () => {
    const result = await findMaxRate(async () => true, { ...options, start: 100, maxSteps: 5 })
    expect(result).toMatchObject({ steps: 5, converged: false })
    expect(result.failedAt).toBeUndefined()
  })
})
