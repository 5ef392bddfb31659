import type { Measurement } from '../measure.ts'
import { median } from '../median.ts'
import type { SystemName } from '../systems/system.ts'
import type { WorkloadId } from '../workload.ts'

/** What every system is compared with. */
export const peer: SystemName = 'socketio-postgres'

export interface Comparison {
  readonly system: SystemName
  readonly workload: WorkloadId
  readonly of: (measurement: Measurement) => number
}

/** The median over repeats of a system's number divided by the peer's in the same repeat; NaN when they never ran together. */
export function ratioToPeer(measurements: readonly Measurement[], { system, workload, of }: Comparison): number {
  const valueOf = (name: SystemName, repeat: number): number => {
    const found = measurements.find((one) => one.workload === workload && one.system === name && one.repeat === repeat)
    return found ? of(found) : NaN
  }
  const repeats = new Set(measurements.map((one) => one.repeat))
  return median([...repeats].map((repeat) => valueOf(system, repeat) / valueOf(peer, repeat)).filter(Number.isFinite))
}
