import { type Fault, faultKinds, type FaultName, faultNames } from './faults.ts'
import { createRandom } from './random.ts'

/** What a plan is made for. */
export interface PlanOptions {
  readonly seed: number
  readonly seconds: number
  readonly clients: number
  readonly nodes: number
  /** Only these; all unless given. Each comes once at least. */
  readonly only?: readonly FaultName[]
}

const targets = { client: 'clients', node: 'nodes' } as const
/** Shares of the run: when the backup is taken, and when it is put back. */
const backupAt: Readonly<Partial<Record<FaultName, number>>> = { 'backup: taken': 0.45, 'backup: restored under live clients': 0.7 }

const faultsOf = (kind: FaultName, options: PlanOptions): readonly Fault[] => {
  const { scope, perMinute, forMs: [shortest, longest] } = faultKinds[kind]
  // A stream of its own: a new kind of fault does not move the others.
  const random = createRandom(options.seed, `fault ${kind}`)
  const targeted = scope === 'client' || scope === 'node' ? options[targets[scope]] : 1
  const fixed = backupAt[kind]
  const count = fixed === undefined ? Math.max(1, Math.round(((perMinute * options.seconds) / 60) * (scope === 'client' ? options.clients : 1))) : 1
  const share = (options.seconds * 1000) / count
  return Array.from({ length: count }, (_, index) => {
    const [at, which, length, dice] = [random.next(), random.next(), random.next(), random.next()]
    return {
      kind,
      atMs: Math.round(fixed === undefined ? share * (index + at) : fixed * options.seconds * 1000),
      target: Math.floor(which * targeted),
      forMs: Math.round(shortest + length * (longest - shortest)),
      dice,
    }
  })
}

/** Every fault of a run, in the order of time; the seed decides all of it. */
export const planFaults = (options: PlanOptions): readonly Fault[] =>
  (options.only ?? faultNames).flatMap((kind) => faultsOf(kind, options)).sort((a, b) => a.atMs - b.atMs)

/** The plan for people to read; faults of single clients only as numbers. */
export const printPlan = (plan: readonly Fault[]): string => {
  const lines = plan
    .filter(({ kind }) => faultKinds[kind].scope !== 'client')
    .map(({ atMs, kind, target, forMs }) => {
      const whom = faultKinds[kind].scope === 'node' ? ` ${target + 1}` : ''
      return `  ${(atMs / 1000).toFixed(1).padStart(7)} s  ${kind.replace(/^node/, `node${whom}`)}${forMs > 0 ? `, ${(forMs / 1000).toFixed(1)} s` : ''}`
    })
  const clients = plan.length - lines.length
  return ['the plan:', ...lines, `  and ${clients} faults of single clients`].join('\n')
}
