import { median } from '../median.ts'
import type { Results } from '../results.ts'
import { limits } from '../step.ts'
import { type WorkloadId, workloadOf } from '../workload.ts'
import { plotSvg } from './plot.ts'

/** p99 of delivery by rate, of every step that was run and not void; undefined when the workload was not measured. */
export function ratePlot({ measurements, effort }: Results, id: WorkloadId): string | undefined {
  const ofWorkload = measurements.filter(({ workload }) => workload === id)
  if (ofWorkload.length === 0) return undefined
  const lines = [...Map.groupBy(ofWorkload, ({ system }) => system)].map(([name, own]) => {
    const steps = own.flatMap(({ half, fixed, gaveWay }) => [fixed, half, gaveWay]).filter((step) => step !== undefined && !step.verdict.void)
    const byRate = [...Map.groupBy(steps, (step) => step?.outcome.rate ?? 0)].sort(([a], [b]) => a - b)
    // What gave way lies far above; it is cut at twice the bound so that the rest can be seen.
    return { name, points: byRate.map(([rate, same]) => [rate, Math.min(2 * limits.p99DeliveryMs, median(same.map((step) => step?.outcome.delivery.p99 ?? NaN)))] as const) }
  })
  const { title } = workloadOf(id, effort)
  return plotSvg({ title: `WL-${id}, ${title}: p99 of delivery in ms, by messages sent a second`, xTitle: 'messages a second', logarithmic: true, lines, bounds: [[limits.p99DeliveryMs, 'bound']] })
}
