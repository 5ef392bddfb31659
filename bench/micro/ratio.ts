/** A piece of ours beside what it is held against: the same work, done in the plainest way. */
export interface Case {
  readonly name: string
  /** What it is compared with. */
  readonly reference: string
  readonly ours: () => unknown
  readonly theirs: () => unknown
}

export interface Ratio {
  readonly name: string
  readonly reference: string
  /** Microseconds of one run. */
  readonly ours: number
  readonly theirs: number
  /** Median over rounds of ours / theirs, each taken right after the other. */
  readonly ratio: number
}

const warmUpMs = 150
const roundMs = 20

/** Measures in turns, so that a machine that is busy is busy for both. */
export function ratioOf({ name, reference, ours, theirs }: Case, rounds: number): Ratio {
  const [runsOfOurs, runsOfTheirs] = [runsIn(ours), runsIn(theirs)]
  const pairs = Array.from({ length: rounds }, (_, round) => {
    const oursFirst = round % 2 === 0
    const first = oursFirst ? timed(ours, runsOfOurs) : timed(theirs, runsOfTheirs)
    const second = oursFirst ? timed(theirs, runsOfTheirs) : timed(ours, runsOfOurs)
    return oursFirst ? { ours: first, theirs: second } : { ours: second, theirs: first }
  })
  const middle = (pick: (pair: (typeof pairs)[number]) => number): number => pairs.map(pick).sort((a, b) => a - b)[rounds >> 1] ?? NaN
  return { name, reference, ours: middle((pair) => pair.ours), theirs: middle((pair) => pair.theirs), ratio: middle((pair) => pair.ours / pair.theirs) }
}

let kept: unknown

/** How many runs fill a round; the compiler has seen the code by then. */
function runsIn(work: () => unknown): number {
  const began = performance.now()
  let runs = 0
  for (; performance.now() - began < warmUpMs; runs++) kept = work()
  return Math.max(1, Math.round((runs * roundMs) / warmUpMs))
}

function timed(work: () => unknown, runs: number): number {
  const began = performance.now()
  // What is returned is kept, so that no run can be left out as without effect.
  for (let run = 0; run < runs; run++) kept = work()
  return ((performance.now() - began) * 1000) / runs
}

/** The last thing that was made. */
export const lastKept = (): unknown => kept
