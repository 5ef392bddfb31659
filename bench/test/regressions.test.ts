import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cases } from '../micro/cases.ts'
import { ratioOf } from '../micro/ratio.ts'
import { regressions } from '../micro/regressions.ts'

const baseline = JSON.parse(readFileSync(new URL('../micro/baseline.json', import.meta.url), 'utf8')) as Record<string, number>

describe('micro benchmarks', () => {
  it('let noise pass, and tell what became three times slower beside its reference', () => {
    expect(regressions({ a: 2.9, b: 3.1 }, { a: 1, b: 1 })).toEqual(['b: 3.1 times its reference, in the baseline 1 times'])
  })

  it('tell of what was never measured, and of what is measured no more', () => {
    expect(regressions({ a: 1 }, { b: 1 })).toHaveLength(2)
  })

  it('have a baseline for every case', () => {
    expect(Object.keys(baseline)).toEqual(cases.map(({ name }) => name))
  })

  it('see a piece that does its work ten times', () => {
    const numbers = Array.from({ length: 200 }, (_, n) => n)
    const work = (): number => numbers.reduce((sum, n) => sum + n, 0)
    const { ratio } = ratioOf({ name: 'ten times', reference: 'once', ours: () => Array.from({ length: 10 }, work), theirs: work }, 7)
    expect(ratio).toBeGreaterThan(3)
  })
})
