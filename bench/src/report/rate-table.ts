import type { Measurement } from '../measure.ts'
import { median } from '../median.ts'
import type { MeasuredStep } from '../session.ts'
import type { SystemName } from '../systems/system.ts'
import { conversationCount, deliveriesPerMessage, type Workload } from '../workload.ts'
import { count, table } from './markdown.ts'
import { peer, ratioToPeer } from './peer.ts'
import { rowsText } from './rows.ts'

/** How fast systems went under a workload, and what it cost. */
export function rateTable(measurements: readonly Measurement[], workload: Workload): string {
  const ofWorkload = measurements.filter((one) => one.workload === workload.id)
  const names = [...new Set(ofWorkload.map((one) => one.system))]
  const fixed = [`p50 / p99 ms at ${workload.fixedRate}/s`, `CPU at ${workload.fixedRate}/s`]
  const head = workload.kind === 'rate'
    ? ['system', 'max sent/s (range)', 'deliveries/s', `× ${peer}`, 'p50 / p99 ms at half', 'CPU ms per 1,000 at half, server + db', 'idle at half', ...fixed, 'the same just after the search', 'gave way by', 'rows']
    : ['system', ...fixed, 'rows']
  return [
    `### WL-${workload.id}: ${workload.title} (${count(conversationCount(workload))} conversations of ${workload.members}, ${count(workload.people)} connections)`,
    '',
    table(head, names.map((name) => rowOf(ofWorkload, name, workload))),
  ].join('\n')
}

function rowOf(ofWorkload: readonly Measurement[], name: SystemName, workload: Workload): string[] {
  const own = ofWorkload.filter((one) => one.system === name)
  const fixed = own.map((one) => one.fixed)
  const atFixed = [latencies(fixed), cpu(fixed)]
  if (workload.kind !== 'rate') return [name, ...atFixed, rowsText(own.map(({ rows }) => rows))]
  const maxima = own.map((one) => one.max)
  const halves = own.flatMap((one) => (one.half ? [one.half] : []))
  const ratio = ratioToPeer(ofWorkload, { system: name, workload: workload.id, of: (one) => one.max })
  const max = median(maxima)
  return [
    name,
    `${own.every((one) => one.exact) ? '' : '≈ '}${count(max)} (${count(Math.min(...maxima))}–${count(Math.max(...maxima))})`,
    count(max * deliveriesPerMessage(workload)),
    Number.isNaN(ratio) ? '–' : ratio.toFixed(2),
    latencies(halves),
    cpu(halves),
    `${count(median(halves.map((step) => step.idle)) * 100)} %`,
    ...atFixed,
    latencies(own.flatMap((one) => (one.after ? [one.after] : []))),
    own.map((one) => gaveWayBy(one)).find((reason) => reason !== '') ?? '–',
    rowsText(own.map(({ rows }) => rows)),
  ]
}

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
