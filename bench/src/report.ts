import { catchUpTable } from './report/catch-up-table.ts'
import { idleTable } from './report/idle-table.ts'
import { rateTable } from './report/rate-table.ts'
import type { Results } from './results.ts'
import { workloadIds, workloadOf } from './workload.ts'

/** The tables of a run, one for each workload, in Markdown. */
export function toMarkdown({ startedAt, effort, machine, measurements, idle, catchUps, failures }: Results): string {
  const tables = workloadIds.flatMap((id) => {
    if (measurements.some((one) => one.workload === id)) return [rateTable(measurements, workloadOf(id, effort))]
    if (idle.some((one) => one.workload === id)) return [idleTable(idle, id)]
    return id === 'D' && catchUps.length > 0 ? [catchUpTable(catchUps)] : []
  })
  return [
    `${startedAt}, ${effort}: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Linux ${machine.kernel}, Node ${machine.node}.`,
    ...tables,
    ...(failures.length === 0 ? [] : ['Broke off:', failures.map((failure) => `- ${failure}`).join('\n')]),
  ].join('\n\n') + '\n'
}
