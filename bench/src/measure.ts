import { findMaxRate, type SearchOptions } from './search.ts'
import { type MeasuredStep, type RowCount, Session } from './session.ts'
import type { System, SystemName } from './systems/system.ts'
import type { Workload, WorkloadId } from './workload.ts'

/** How thorough a measurement is. */
export interface Effort {
  readonly name: 'quick' | 'full'
  readonly repeats: number
  readonly seconds: number
  /** How long the step at the fixed rate takes, in which few messages are sent. */
  readonly fixedSeconds: number
  /** The same where few messages are deliveries to many, as in a large room. */
  readonly roomSeconds: number
  readonly uncountedSeconds: number
  readonly drainMs: number
  readonly search: Omit<SearchOptions, 'start'>
}

export const efforts: Readonly<Record<Effort['name'], Effort>> = {
  quick: {
    name: 'quick', repeats: 1, seconds: 2, fixedSeconds: 3, roomSeconds: 5, uncountedSeconds: 0.5, drainMs: 3000,
    search: { tolerance: 1.3, factor: 2, minimum: 10, maxSteps: 8 },
  },
  full: {
    name: 'full', repeats: 5, seconds: 5, fixedSeconds: 15, roomSeconds: 30, uncountedSeconds: 1, drainMs: 5000,
    search: { tolerance: 1.1, factor: 1.6, minimum: 10, maxSteps: 20 },
  },
}

/** One system under one workload in one repeat. */
export interface Measurement {
  readonly system: SystemName
  readonly workload: WorkloadId
  readonly repeat: number
  /** Highest passing rate, messages a second; 0 where none was searched. */
  readonly max: number
  /** The search ended within its tolerance, and no step that bounds it was void. */
  readonly exact: boolean
  /** The first failing step above `max`: what gave way. */
  readonly gaveWay?: MeasuredStep
  readonly half?: MeasuredStep
  /** At the workload's fixed rate, before anything else was asked of the server. */
  readonly fixed: MeasuredStep
  /** At the same rate, as soon as the search was over: what is left to do from then is done meanwhile. */
  readonly after?: MeasuredStep
  /** One entry for each life of the server; a server that loses connections or never catches up is replaced. */
  readonly rows: readonly RowCount[]
}

export interface MeasureOptions {
  readonly system: System
  readonly workload: Workload
  readonly repeat: number
  readonly effort: Effort
  /** Where the search begins. */
  readonly startRate: number
  readonly nodeArgs: readonly string[]
  /** Is told of every step. */
  readonly onStep: (label: string, step: MeasuredStep) => void
}

/** Measures at the workload's fixed rate, searches the highest passing one, and measures at half of it and at the fixed rate again. */
export async function measure(options: MeasureOptions): Promise<Measurement> {
  const { system, workload, effort, repeat } = options
  const rows: RowCount[] = []
  let session = await Session.open(system, workload, options)
  const run = async (label: string, rate: number, seconds = effort.seconds): Promise<MeasuredStep> => {
    const { uncountedSeconds, drainMs } = effort
    const step = await session.run({ rate, seconds, uncountedSeconds: Math.min(uncountedSeconds, seconds / 2), drainMs })
    options.onStep(label, step)
    if (!step.verdict.passed && !(await session.settle())) {
      rows.push(await session.close())
      session = await Session.open(system, workload, options)
    }
    return step
  }
  try {
    if (workload.kind === 'fixed') {
      await run('warm-up', workload.fixedRate, Math.min(2, effort.seconds))
      const fixed = await run('fixed', workload.fixedRate, effort.roomSeconds)
      return { system: system.name, workload: workload.id, repeat, max: 0, exact: true, fixed, rows }
    }
    await run('warm-up', workload.fixedRate, Math.min(2, effort.seconds))
    const fixed = await run('fixed', workload.fixedRate, effort.fixedSeconds)
    await run('warm-up', Math.round(options.startRate / 4), Math.min(2, effort.seconds))
    const failures: MeasuredStep[] = []
    const found = await findMaxRate(async (rate) => {
      const step = await run('search', rate)
      if (!step.verdict.passed) failures.push(step)
      return step.verdict.passed
    }, { ...effort.search, start: options.startRate })
    const gaveWay = failures.find((step) => step.outcome.rate === found.failedAt)
    const half = found.max > 0 ? await run('half', Math.round(found.max / 2)) : undefined
    const after = await run('after', workload.fixedRate)
    return {
      system: system.name,
      workload: workload.id,
      repeat,
      max: found.max,
      exact: found.converged && gaveWay?.verdict.void !== true,
      ...(gaveWay ? { gaveWay } : {}),
      ...(half ? { half } : {}),
      fixed,
      after,
      rows,
    }
  } finally {
    rows.push(await session.close())
  }
}
