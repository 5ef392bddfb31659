import { describe, expect, it } from 'vitest'
import { plotSvg, roundUp } from '../src/report/plot.ts'

const line = { name: 'a <name>', points: [[1, 10], [100, 30], [10_000, 40]] } as const

describe('a plot', () => {
  it('ends its axis at a round number that is not below', () => {
    expect([0.3, 1, 1.2, 7, 40, 999].map(roundUp)).toEqual([0.5, 1, 2, 10, 50, 1000])
  })

  it('puts powers of ten at equal distances when it is logarithmic', () => {
    const svg = plotSvg({ title: 'Costs', xTitle: 'rows', logarithmic: true, lines: [line] })
    const xs = [...(/d="(M[^"]*)" fill="none"/.exec(svg)?.[1] ?? '').matchAll(/[ML]([\d.]+) /g)].map(([, x]) => Number(x))
    expect(xs).toHaveLength(3)
    expect(xs[1]! - xs[0]!).toBeCloseTo(xs[2]! - xs[1]!, 0)
  })

  it('draws every bound, names every line when there are several, and no markup of a name', () => {
    const svg = plotSvg({ title: 'Costs', xTitle: 'rows', lines: [line, { ...line, name: 'b' }], bounds: [[20, 'bound']] })
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1)
    expect(svg).toContain('a &lt;name>')
    expect(svg).toContain('>b</text>')
    expect(svg).not.toContain('NaN')
  })
})
