import type { CatchUpMeasurement } from '../measure-catch-up.ts'
import { median } from '../median.ts'
import { workloadOf } from '../workload.ts'
import { count, decimal, table } from './markdown.ts'
import { rowsText } from './rows.ts'

/** What it costs to come back to a thousand messages. */
export function catchUpTable(measurements: readonly CatchUpMeasurement[]): string {
  const names = [...new Set(measurements.map((one) => one.system))]
  const head = ['system', 'ms', 'first time', 'with the connect', 'requests', 'bytes a message', 'CPU ms, server + db', 'rows']
  return [
    `### WL-D: ${workloadOf('D', 'full').title}`,
    '',
    table(head, names.map((name) => {
      const own = measurements.filter((one) => one.system === name)
      const of = (pick: (one: CatchUpMeasurement) => number): number => median(own.map(pick))
      return [
        name,
        decimal(of((one) => one.ms)),
        decimal(of((one) => one.firstMs)),
        decimal(of((one) => one.withConnectMs)),
        count(of((one) => one.requests)),
        count(of((one) => one.bytesPerMessage)),
        `${decimal(of((one) => one.cpu.server))} + ${decimal(of((one) => one.cpu.database))}`,
        rowsText(own.map(({ rows }) => [rows])),
      ]
    })),
  ].join('\n')
}
