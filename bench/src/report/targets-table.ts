import { decimal, table } from './markdown.ts'
import { type Collected, reaches, type Target, targetsOf } from './targets.ts'

/** All numbers beside their floors and goals. */
export function targetsTable(collected: Collected): string {
  const rows = targetsOf(collected).map((target) => [
    `WL-${target.workload}`,
    target.what,
    number(target.measured),
    bound(target, target.floor),
    bound(target, target.goal),
    verdictOf(target),
  ])
  return ['### Floors and goals', '', table(['workload', 'what', 'measured', 'floor', 'goal', 'verdict'], rows)].join('\n')
}

const number = (value: number): string => (Number.isInteger(value) ? String(value) : decimal(value, Math.abs(value) < 10 ? 2 : 1))
const bound = ({ better }: Target, value: number): string => `${better === 'more' ? '≥' : '≤'} ${number(value)}`

function verdictOf(target: Target): string {
  if (reaches(target, target.goal) === undefined) return 'not measured'
  if (reaches(target, target.goal)) return 'goal'
  return reaches(target, target.floor) ? 'floor' : '**below the floor**'
}
