import type { IdleMeasurement } from '../measure-idle.ts'
import { median } from '../median.ts'
import { workloadOf, type WorkloadId } from '../workload.ts'
import { count, decimal, table } from './markdown.ts'

/** What connections cost that say nothing. */
export function idleTable(measurements: readonly IdleMeasurement[], id: WorkloadId): string {
  const ofWorkload = measurements.filter((one) => one.workload === id)
  const [first] = ofWorkload
  const names = [...new Set(ofWorkload.map((one) => one.system))]
  const head = ['system', 'KiB per client', 'of the second half', 'in objects and buffers', 'before a collection', 'connects/s', 'CPU ms per connect, server + db', 'of the generator']
  return [
    `### WL-${id}: ${workloadOf(id, 'full').title} (${first?.from} → ${count(first?.to ?? 0)} connections, ${first?.followed} conversations each)`,
    '',
    table(head, names.map((name) => {
      const of = (pick: (one: IdleMeasurement) => number): number => median(ofWorkload.filter((one) => one.system === name).map(pick))
      return [
        name,
        decimal(of((one) => one.kibPerClient)),
        decimal(of((one) => one.kibPerLaterClient)),
        decimal(of((one) => one.kibUsedPerClient)),
        decimal(of((one) => one.kibBeforeCollection)),
        count(of((one) => one.connectsPerSecond)),
        `${decimal(of((one) => one.cpuPerConnect.server), 2)} + ${decimal(of((one) => one.cpuPerConnect.database), 2)}`,
        decimal(of((one) => one.cpuPerConnect.generator), 2),
      ]
    })),
  ].join('\n')
}
