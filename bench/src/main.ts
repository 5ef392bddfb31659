import { fileURLToPath } from 'node:url'
import { cpuProfArgs } from './cpu-prof.ts'
import { efforts, measure, type MeasureOptions, type Measurement } from './measure.ts'
import { type CatchUpMeasurement, measureCatchUp } from './measure-catch-up.ts'
import { type IdleMeasurement, measureIdle } from './measure-idle.ts'
import { median } from './median.ts'
import { type Options, readOptions, usage } from './options.ts'
import { toMarkdown } from './report.ts'
import { beginRun, type Results, writeResult } from './results.ts'
import type { MeasuredStep } from './session.ts'
import { systems } from './systems/index.ts'
import type { SystemName } from './systems/system.ts'
import { type Workload, workloadOf } from './workload.ts'

/** All repeats, interleaved: each repeat measures every system once under every workload, beginning with another system each time. */
async function runAll(options: Options): Promise<Results> {
  const effort = efforts[options.effort]
  const measurements: Measurement[] = []
  const idle: IdleMeasurement[] = []
  const catchUps: CatchUpMeasurement[] = []
  const failures: string[] = []
  const results: Results = { ...beginRun(options.effort), measurements, idle, catchUps, failures }
  for (let repeat = 0; repeat < (options.repeats ?? effort.repeats); repeat++) {
    for (const workload of options.workloads.map((id) => workloadOf(id, options.effort))) {
      for (const name of rotate(options.systems, repeat).filter((one) => keepsHistory(one) || workload.kind !== 'catch-up')) {
        const label = `WL-${workload.id} ${name} ${repeat + 1}`
        const measured: MeasureOptions = {
          system: systems[name],
          workload,
          repeat,
          effort,
          startRate: startRate(measurements, name, workload),
          nodeArgs: cpuProfArgs(options.cpuProf, `${workload.id}-${name}-${repeat + 1}`),
          onStep: (kind, step) => console.log(`${label}: ${describe(kind, step)}`),
        }
        try {
          if (workload.kind === 'idle') log(label, idle, await measureIdle(measured))
          else if (workload.kind === 'catch-up') log(label, catchUps, await measureCatchUp(measured))
          else measurements.push(await measure(measured))
        } catch (error) {
          failures.push(`${label}: ${error instanceof Error ? error.message : String(error)}`)
          console.error(failures.at(-1))
        }
        await writeResult(options.out, 'results.json', JSON.stringify(results, undefined, 2))
        await writeResult(options.out, 'results.md', toMarkdown(results))
      }
    }
  }
  return results
}

const keepsHistory = (name: SystemName): boolean => name !== 'bare-ws'

function log<T>(label: string, list: T[], measurement: T): void {
  list.push(measurement)
  console.log(`${label}: ${JSON.stringify(measurement)}`)
}

/** From the second repeat on a search begins where the earlier ones ended. */
function startRate(measurements: readonly Measurement[], system: SystemName, workload: Workload): number {
  const before = measurements.filter((one) => one.system === system && one.workload === workload.id && one.max > 0)
  return before.length === 0 ? workload.startRate : median(before.map((one) => one.max))
}

const rotate = <T>(list: readonly T[], by: number): readonly T[] => list.map((_, at) => list[(at + by) % list.length]!)

function describe(kind: string, { outcome, verdict, serverCpuMs, databaseCpuMs, idle }: MeasuredStep): string {
  const { rate, delivery, acknowledgement, generatorCpu } = outcome
  return [
    `${kind} ${rate}/s ${verdict.passed ? 'passed' : `failed${verdict.void ? ' (void)' : ''}: ${verdict.reasons.join(', ')}`}`,
    `delivery p50 ${delivery.p50} p99 ${delivery.p99} max ${delivery.max} ms`,
    `ack p50 ${acknowledgement.p50} p99 ${acknowledgement.p99} ms`,
    `CPU/1,000 ${serverCpuMs.toFixed(1)} + ${databaseCpuMs.toFixed(1)} ms`,
    `generator ${Math.round(generatorCpu * 100)} %, late p99 ${outcome.late.p99} ms, idle ${Math.round(idle * 100)} %`,
    ...outcome.notes,
  ].join('; ')
}

function options(): Options {
  try {
    return readOptions(process.argv.slice(2), fileURLToPath(new URL('../results', import.meta.url)))
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
    process.exit(2)
  }
}

const results = await runAll(options())
console.log(toMarkdown(results))
if (results.failures.length > 0) process.exitCode = 1
