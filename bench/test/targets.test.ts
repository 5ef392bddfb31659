import { describe, expect, it } from 'vitest'
import type { Measurement } from '../src/measure.ts'
import { targetsTable } from '../src/report/targets-table.ts'
import { reaches, targetsOf } from '../src/report/targets.ts'
import { beginRun } from '../src/results.ts'
import { judge, type StepOutcome } from '../src/step.ts'

const outcome: StepOutcome = {
  rate: 300, planned: 1, sent: 1, acknowledged: 1, refused: 0, expected: 1, delivered: 1, duplicates: 0, misdirected: 0, disconnected: 0,
  delivery: { p50: 1, p99: 2, max: 3 }, acknowledgement: { p50: 1, p99: 2, max: 3 }, late: { p50: 0, p99: 1, max: 1 }, generatorCpu: 0.2, elapsedMs: 1, notes: [],
}
const run = beginRun('quick')
const measured = (system: Measurement['system'], max: number): Measurement => ({
  system, workload: 'B', repeat: 0, max, exact: true, fixed: { outcome, verdict: judge(outcome), serverCpuMs: 1, databaseCpuMs: 1, idle: 1 }, rows: [],
})
const collected = (max: number) => ({
  results: { ...run, measurements: [measured('palaver-postgres', max), measured('socketio-postgres', 1000)], idle: [], catchUps: [], failures: [] },
})
const verdictOfB = (max: number): string => /sent\/s, × Socket\.IO \|.*/.exec(targetsTable(collected(max)))?.[0].split(' | ').at(-1)?.replace(' |', '') ?? ''

describe('floors and goals', () => {
  it('say what is below its floor, what is above it, and what is where it is to go', () => {
    expect([1400, 1600, 4000].map(verdictOfB)).toEqual(['**below the floor**', 'floor', 'goal'])
  })

  it('judge nothing that was not measured', () => {
    const targets = targetsOf({})
    expect(targets.map((target) => reaches(target, target.floor))).toEqual(targets.map(() => undefined))
    expect(targetsTable({})).not.toContain('below')
  })

  it('exist for every workload', () => {
    expect([...new Set(targetsOf({}).map(({ workload }) => workload[0]))]).toEqual('ABCDEFGHIJ'.split(''))
  })

  it('never ask of a goal less than of its floor', () => {
    for (const { better, floor, goal } of targetsOf({})) expect(better === 'more' ? goal >= floor : goal <= floor).toBe(true)
  })
})
