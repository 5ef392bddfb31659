import type { Measurement } from './measure.ts'
import type { MeasuredStep } from './session.ts'
import type { SystemName } from './systems/system.ts'
import { deliveriesPerMessage, type WorkloadId, workloads } from './workload.ts'

/** What every system is compared with. */
export const peer: SystemName = 'socketio-postgres'

/** Everything that a run found, as written to results.json. */
export interface Results {
  readonly startedAt: string
  readonly effort: string
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGiB: number; readonly node: string; readonly kernel: string }
  readonly measurements: readonly Measurement[]
  /** Measurements that broke off, and why. */
  readonly failures: readonly string[]
}

/** The middle value; of an even number the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return NaN
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The median over repeats of a system's max divided by the peer's in the same repeat; NaN when they never ran together. */
export function ratioToPeer(measurements: readonly Measurement[], workload: WorkloadId, system: SystemName): number {
  const maxOf = (name: SystemName, repeat: number): number | undefined =>
    measurements.find((one) => one.workload === workload && one.system === name && one.repeat === repeat)?.max
  const repeats = new Set(measurements.map((one) => one.repeat))
  return median([...repeats].flatMap((repeat) => {
    const [own, its] = [maxOf(system, repeat), maxOf(peer, repeat)]
    return own === undefined || !its ? [] : [own / its]
  }))
}

/** Whether no acknowledged message is missing in the database and nothing is there that was not sent. */
export function rowsAgree(measurement: Measurement): boolean | undefined {
  const counted = measurement.rows.filter((rows) => rows.stored !== undefined)
  if (counted.length === 0) return undefined
  return counted.every(({ sent, acknowledged, stored = 0 }) => stored >= acknowledged && stored <= sent)
}

/** The tables of a run, one for each workload, in Markdown. */
export function toMarkdown(results: Results): string {
  const { machine, measurements, failures } = results
  const ids = Object.values(workloads).map(({ id }) => id).filter((id) => measurements.some((one) => one.workload === id))
  return [
    `${results.startedAt}, ${results.effort}: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Linux ${machine.kernel}, Node ${machine.node}.`,
    ...ids.map((id) => tableOf(measurements, id)),
    ...(failures.length === 0 ? [] : ['Broke off:', failures.map((failure) => `- ${failure}`).join('\n')]),
  ].join('\n\n') + '\n'
}

function tableOf(measurements: readonly Measurement[], id: WorkloadId): string {
  const workload = workloads[id]
  const ofWorkload = measurements.filter((one) => one.workload === id)
  const names = [...new Set(ofWorkload.map((one) => one.system))]
  const head = [
    'system', 'max sent/s (range)', 'deliveries/s', `× ${peer}`, 'p50 / p99 ms at half', 'CPU ms per 1,000 at half, server + db', 'idle at half',
    `p50 / p99 ms at ${workload.fixedRate}/s`, `CPU at ${workload.fixedRate}/s`, 'gave way by', 'rows',
  ]
  const lines = names.map((name) => rowOf(ofWorkload, name, id))
  return [
    `### WL-${id}: ${workload.title} (${workload.conversations} conversations of ${workload.members})`,
    '',
    ...[head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n')
}

function rowOf(ofWorkload: readonly Measurement[], name: SystemName, id: WorkloadId): string[] {
  const own = ofWorkload.filter((one) => one.system === name)
  const maxima = own.map((one) => one.max)
  const halves = own.flatMap((one) => (one.half ? [one.half] : []))
  const fixed = own.map((one) => one.fixed)
  const ratio = ratioToPeer(ofWorkload, id, name)
  const max = median(maxima)
  return [
    name,
    `${own.every((one) => one.exact) ? '' : '≈ '}${count(max)} (${count(Math.min(...maxima))}–${count(Math.max(...maxima))})`,
    count(max * deliveriesPerMessage(workloads[id])),
    Number.isNaN(ratio) ? '–' : ratio.toFixed(2),
    latencies(halves),
    cpu(halves),
    `${Math.round(median(halves.map((step) => step.idle)) * 100)} %`,
    latencies(fixed),
    cpu(fixed),
    own.map((one) => gaveWayBy(one)).find((reason) => reason !== '') ?? '–',
    rowsText(own),
  ]
}

const count = (value: number): string => Math.round(value).toLocaleString('en-US')
const of = (steps: readonly MeasuredStep[], pick: (step: MeasuredStep) => number, digits: number): string =>
  steps.length === 0 ? '–' : median(steps.map(pick)).toFixed(digits)
const latencies = (steps: readonly MeasuredStep[]): string => {
  const failed = steps.some((step) => !step.verdict.passed) ? ' (failed)' : ''
  return `${of(steps, (step) => step.outcome.delivery.p50, 1)} / ${of(steps, (step) => step.outcome.delivery.p99, 1)}${failed}`
}
const cpu = (steps: readonly MeasuredStep[]): string =>
  `${of(steps, (step) => step.serverCpuMs, 1)} + ${of(steps, (step) => step.databaseCpuMs, 1)}`

function gaveWayBy({ gaveWay }: Measurement): string {
  if (!gaveWay) return ''
  return `${gaveWay.verdict.reasons[0] ?? ''}${gaveWay.verdict.void ? ' (generator saturated)' : ''}`
}

function rowsText(own: readonly Measurement[]): string {
  const agree = own.map(rowsAgree)
  if (agree.every((one) => one === undefined)) return 'none kept'
  return agree.includes(false) ? '**do not agree**' : 'agree'
}
