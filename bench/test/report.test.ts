import { describe, expect, it } from 'vitest'
import type { Measurement } from '../src/measure.ts'
import { median } from '../src/median.ts'
import { toMarkdown } from '../src/report.ts'
import { ratioToPeer } from '../src/report/peer.ts'
import { rowsAgree } from '../src/report/rows.ts'
import type { MeasuredStep } from '../src/session.ts'
import { judge, type StepOutcome } from '../src/step.ts'

const outcome: StepOutcome = {
  rate: 50, planned: 250, sent: 250, acknowledged: 250, refused: 0, expected: 25_000, delivered: 25_000, duplicates: 0, misdirected: 0,
  disconnected: 0, delivery: { p50: 1, p99: 2, max: 3 }, acknowledgement: { p50: 1, p99: 2, max: 3 }, late: { p50: 0, p99: 1, max: 1 },
  generatorCpu: 0.2, elapsedMs: 5100, notes: [],
}
const stepOf = (changes: Partial<StepOutcome> = {}): MeasuredStep => {
  const changed = { ...outcome, ...changes }
  return { outcome: changed, verdict: judge(changed), serverCpuMs: 10, databaseCpuMs: 5, idle: 0.5 }
}

const measurement = (changes: Partial<Measurement>): Measurement => ({
  system: 'socketio-postgres', workload: 'A', repeat: 0, max: 500, exact: true, half: stepOf(), fixed: stepOf(), after: stepOf(),
  rows: [{ sent: 10, acknowledged: 10, stored: 10 }], ...changes,
})

describe('the report', () => {
  it('takes the middle of the repeats', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, NaN])
  })

  it('compares with the peer of the same repeat only', () => {
    const runs = [
      measurement({ max: 100 }), measurement({ system: 'palaver-pglite', max: 1000 }),
      measurement({ repeat: 1, max: 200 }), measurement({ repeat: 1, system: 'palaver-pglite', max: 4000 }),
      measurement({ repeat: 2, system: 'palaver-pglite', max: 9000 }),
    ]
    expect(ratioToPeer(runs, { system: 'palaver-pglite', workload: 'A', of: ({ max }) => max })).toBe(15)
  })

  it('finds an acknowledged message that is missing, and one that nobody sent', () => {
    const rows = (stored?: number) => [{ sent: 12, acknowledged: 10, ...(stored === undefined ? {} : { stored }) }]
    expect([9, 10, 12, 13, undefined].map((stored) => rowsAgree(rows(stored)))).toEqual([false, true, true, false, undefined])
  })

  it('marks what did not pass, what is not exact, and rows that do not agree', () => {
    const failing = stepOf({ delivered: 24_999 })
    const text = toMarkdown({
      startedAt: '2026-01-01T00:00:00.000Z', effort: 'quick',
      machine: { cpu: 'test', cores: 2, memoryGiB: 8, node: '24', kernel: '6' },
      measurements: [measurement({ exact: false, half: failing, gaveWay: failing, rows: [{ sent: 1, acknowledged: 1, stored: 0 }] })],
      idle: [{ system: 'bare-ws', workload: 'C', repeat: 0, from: 100, to: 500, followed: 0, kibPerClient: 12.34, kibPerLaterClient: 14, kibUsedPerClient: 11, kibBeforeCollection: 20, connectsPerSecond: 1500, cpuPerConnect: { server: 0.5, database: 0, generator: 0.2 } }],
      catchUps: [{ system: 'socketio-postgres', repeat: 0, messages: 1000, ms: 12.5, firstMs: 30, withConnectMs: 15, requests: 0, bytesPerMessage: 187, cpu: { server: 10, database: 2 }, rows: { sent: 1000, acknowledged: 1000, stored: 1000 } }],
      failures: ['WL-B: unable to start'],
    })
    expect(text).toContain('≈ 500')
    expect(text).toContain('1.0 / 2.0 (failed)')
    expect(text).toContain('24999 of 25000 delivered')
    expect(text).toContain('**do not agree**')
    expect(text).toContain('| bare-ws | 12.3 | 14.0 | 11.0 | 20.0 | 1,500 | 0.50 + 0.00 | 0.20 |')
    expect(text).toContain('| socketio-postgres | 12.5 | 30.0 | 15.0 | 0 | 187 | 10.0 + 2.0 | agree |')
    expect(text).toContain('- WL-B: unable to start')
  })
})
