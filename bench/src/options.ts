import { parseArgs } from 'node:util'
import type { Effort } from './measure.ts'
import { type SystemName, systemNames } from './systems/system.ts'
import { type WorkloadId, workloadIds } from './workload.ts'

export interface Options {
  readonly effort: Effort['name']
  readonly workloads: readonly WorkloadId[]
  readonly systems: readonly SystemName[]
  readonly repeats?: number
  /** Where results.json and results.md go. */
  readonly out: string
  /** A folder for CPU profiles of the servers. */
  readonly cpuProf?: string
}

export const usage = `usage: node --conditions=source bench/src/main.ts [--quick | --full]
  --workload A,B        which of ${workloadIds.join(', ')} (all)
  --systems a,b         which of ${systemNames.join(', ')} (all but the last)
  --repeats n           interleaved repeats (quick 1, full 5)
  --out folder          where results.json and results.md go (bench/results)
  --cpu-prof folder     write a CPU profile of every server there`

/** @throws {Error} naming the argument that is not understood. */
export function readOptions(args: readonly string[], defaultOut: string): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      workload: { type: 'string', default: workloadIds.join(',') },
      systems: { type: 'string', default: systemNames.filter((name) => name !== 'bare-ws').join(',') },
      repeats: { type: 'string' },
      out: { type: 'string', default: defaultOut },
      'cpu-prof': { type: 'string' },
    },
  })
  if (values.quick && values.full) throw new Error('unable to read the options; --quick and --full exclude each other')
  const repeats = values.repeats === undefined ? undefined : Number(values.repeats)
  if (repeats !== undefined && !(Number.isInteger(repeats) && repeats >= 1)) {
    throw new Error(`unable to read the options; --repeats is not a number above 0: ${values.repeats}`)
  }
  return {
    effort: values.full ? 'full' : 'quick',
    workloads: chosen(values.workload, workloadIds, '--workload'),
    systems: chosen(values.systems, systemNames, '--systems'),
    out: values.out,
    ...(repeats === undefined ? {} : { repeats }),
    ...(values['cpu-prof'] === undefined ? {} : { cpuProf: values['cpu-prof'] }),
  }
}

function chosen<T extends string>(list: string, known: readonly T[], option: string): readonly T[] {
  return list.split(',').map((name) => {
    const match = known.find((one) => one === name.trim())
    if (!match) throw new Error(`unable to read the options; ${option} has ${name}, known are ${known.join(', ')}`)
    return match
  })
}
