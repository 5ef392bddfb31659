import type { Mark } from '@palaver/client'
import { behave, stepsOf } from './behaviour.ts'
import type { Community } from './community.ts'
import { type Counts, countsOf } from './counts.ts'
import { type Fault, faultKinds, type Stage } from './faults.ts'
import { createMoves, type MoveCounts } from './moves.ts'
import type { Stack } from './stack.ts'
import { readMarks, readTruth } from './truth.ts'
import type { Violation } from './violation.ts'
import { createMarksWatch } from './watch.ts'
import { pause } from './waiting.ts'

/** What a storm needs. */
export interface StormOptions {
  readonly seed: number
  readonly seconds: number
  /** Mean time between two choices of one client. */
  readonly meanWaitMs: number
  readonly plan: readonly Fault[]
  /** Asked when the time is over and every fault is healed: clients go on until it holds, for a minute at most. */
  readonly until: ((happened: Counts) => boolean) | undefined
  readonly log: (line: string) => void
}

const longestAfterMs = 60_000

/** What happened in it. */
export interface StormReport {
  readonly faults: Readonly<Record<string, number>>
  readonly moves: Readonly<MoveCounts>
  readonly noticed: readonly Violation[]
}

/** One thing after the other for each name. */
const createQueues = () => {
  const tails = new Map<string, Promise<void>>()
  return (names: readonly string[], task: () => Promise<void>): Promise<void> => {
    const done = Promise.all(names.map((name) => tails.get(name) ?? Promise.resolve())).then(task)
    for (const name of names) tails.set(name, done)
    return done
  }
}

/** Looks at the marks in the database as it goes: INV-6 holds there, too. */
const watchMarks = async (databaseUrl: string, { signal, lineage, report }: { readonly signal: AbortSignal; readonly lineage: () => number | undefined; readonly report: (violation: Violation) => void }): Promise<void> => {
  const highest = new Map<string, Mark>()
  let of = lineage()
  while (!signal.aborted) {
    await pause(2000, signal)
    const asked = lineage()
    // The database may be away just now.
    const truth = await readMarks(databaseUrl).catch(() => undefined)
    if (!truth || asked === undefined || asked !== lineage()) continue
    if (asked !== of) highest.clear()
    of = asked
    for (const [conversationId, marks] of truth) createMarksWatch({ client: 'the database', conversationId }, { highest, report })(marks)
  }
}

/** Clients write and faults strike as planned; at the end everything is healed and runs. */
export const storm = async (stack: Stack, community: Community, options: StormOptions): Promise<StormReport> => {
  const { actors, bars, ledger } = community
  const end = new AbortController()
  const { signal } = end
  const faults: Record<string, number> = {}
  const noticed: Violation[] = []
  /** Counts histories; between two of them the database is nobody's. */
  let lineage = 0
  let restoring = false
  let backupBegan: number | undefined
  const moves = createMoves({
    seed: options.seed,
    owner: () => community.owner.client,
    people: community.people,
    bars,
    databaseUrl: stack.databaseUrl,
    meanWaitMs: options.meanWaitMs,
    signal,
  })
  const onRestored = async (): Promise<void> => {
    lineage += 1
    restoring = false
    // What still travels between a dead node and a client belongs to the past.
    for (const actor of [...actors, community.owner]) actor.proxy.strike('drop')
    await pause(200)
    moves.forget()
    const truth = await readTruth(stack.databaseUrl)
    ledger.restored(new Map(truth.flatMap(({ messages }) => messages.map(({ id, position }) => [id, position] as const))), backupBegan ?? Date.now())
  }
  const stage: Stage = {
    stack,
    actors,
    hold: (ms) => pause(ms, signal),
    conversationsOf: ({ userId }) => community.conversationsOf(userId),
    backup: async () => {
      backupBegan = await stack.backup()
    },
    restore: async () => {
      if (backupBegan === undefined) return
      restoring = true
      await stack.restore(onRestored)
    },
  }

  const inTurn = createQueues()
  const all = ['postgres', 'redis', 'worker', ...stack.nodes.map((_, index) => `node ${index}`)]
  const namesOf = ({ kind, target }: Fault): readonly string[] => {
    const { scope } = faultKinds[kind]
    if (scope === 'everything') return all
    return scope === 'client' || scope === 'node' ? [`${scope} ${target}`] : [scope]
  }
  /** Also what had to wait beyond the end, so that a plan always comes true. */
  const inject = (fault: Fault): Promise<void> =>
    inTurn(namesOf(fault), async () => {
      faults[fault.kind] = (faults[fault.kind] ?? 0) + 1
      if (faultKinds[fault.kind].scope !== 'client') options.log(`  ${fault.kind}${faultKinds[fault.kind].scope === 'node' ? ` (node ${fault.target + 1})` : ''}`)
      await faultKinds[fault.kind].inject(stage, fault)
    })

  const clients = actors.map((actor) => {
    const conversationIds = community.conversationsOf(actor.userId)
    return behave(actor, stepsOf(options.seed, actor.name, { conversations: conversationIds.length, meanWaitMs: options.meanWaitMs }), { conversationIds, signal })
  })
  const watching = watchMarks(stack.databaseUrl, { signal, lineage: () => (restoring ? undefined : lineage), report: (violation) => void noticed.push(violation) })
  const moving = moves.run()
  const began = Date.now()
  const injected: Promise<void>[] = []
  for (const fault of options.plan) {
    await pause(Math.max(0, began + fault.atMs - Date.now()))
    injected.push(inject(fault))
  }
  await pause(Math.max(0, began + options.seconds * 1000 - Date.now()))
  if (options.until) {
    // A restored backup may still undo what happened.
    await Promise.all(injected)
    for (const latest = Date.now() + longestAfterMs; Date.now() < latest && !options.until(countsOf(ledger, [])); ) await pause(250)
  }
  end.abort()
  await Promise.all([...injected, ...clients, watching, moving])
  return { faults, moves: moves.counts, noticed }
}
