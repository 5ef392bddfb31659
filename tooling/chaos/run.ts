import { hasten } from './acts/scheduled.ts'
import { check } from './checker.ts'
import { createCommunity } from './community.ts'
import { type Counts, countsOf } from './counts.ts'
import type { Evidence } from './evidence.ts'
import type { FaultName } from './faults.ts'
import { planFaults, printPlan } from './plan.ts'
import { calm, type Look, lookAtLive, lookAtResumed } from './quiet.ts'
import type { ChaosReport } from './report.ts'
import { startStack } from './stack.ts'
import { storm } from './storm.ts'
import { settled, untilDue } from './timers.ts'
import type { Violation } from './violation.ts'

/** What a run is made of. */
export interface ChaosOptions {
  readonly seed: number
  readonly seconds: number
  readonly nodes: number
  readonly clients: number
  readonly conversations: number
  /** Mean time between two choices of one client; 2 s unless given. */
  readonly meanWaitMs?: number
  /** Only these faults; all unless given. */
  readonly only?: readonly FaultName[]
  readonly log?: (line: string) => void
  /** Everything runs; `close` ends and removes it, for when somebody interrupts. */
  readonly onStarted?: (close: () => Promise<void>) => void
  /** Clients go on after `seconds`, for a minute at most, until so much has happened. By the seed alone, little may have. */
  readonly until?: (happened: Counts) => boolean
}

/** What differs only because something still moved is looked at again, so often. */
const looks = 3

/** Runs clients against real nodes, PostgreSQL and Redis through everything that the plan holds, then checks INV-1 to INV-7. @throws {Error} when it cannot come to its end; the cause says why. */
export const runChaos = async (options: ChaosOptions): Promise<ChaosReport> => {
  const { seed, seconds, clients, nodes } = options
  const began = Date.now()
  const log = (line: string): void => options.log?.(`${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s  ${line}`)
  const plan = planFaults({ seed, seconds, clients, nodes, ...(options.only ? { only: options.only } : {}) })
  log(`seed ${seed}: ${nodes} nodes, ${clients} clients, ${options.conversations} conversations, ${seconds} s\n${printPlan(plan)}`)
  // By the seed, nodes do everything, or leave jobs and the relay to the worker.
  const stack = await startStack({ nodes, roles: seed % 2 === 0 ? 'alike' : 'split' })
  options.onStarted?.(stack.close)
  try {
    const community = await createCommunity(stack, options)
    try {
      log('everything runs')
      const happened = await storm(stack, community, { seed, seconds, meanWaitMs: options.meanWaitMs ?? 2000, plan, until: options.until, log })
      log('the storm is over; waiting for calm')
      const restless = await calm(stack, community.actors, log)
      log('waiting for what is due')
      await Promise.all(community.actors.map((actor) => hasten(actor, community.conversationsOf(actor.userId))))
      const unended = await settled(community.ledger.streams)
      const late = await untilDue(stack.databaseUrl)
      const noticed: readonly Violation[] = [
        ...restless.map((actor): Violation => ({ invariant: 'INV-4', what: `${actor.name} does not become calm: ${actor.state()}`, client: actor.name })),
        ...unended,
        ...late,
        ...happened.noticed,
        ...community.bars.noticed,
        ...community.ledger.noticed,
      ]
      const sent = [...community.ledger.sent.values()]
      const edits = [...community.ledger.edits.values()]
      let truth: Evidence['truth'] = []
      /** What somebody does not show yet may only be on its way: it is looked at again. */
      const judge = async (who: string, look: () => Promise<Look>): Promise<readonly Violation[]> => {
        let found: readonly Violation[] = []
        for (let number = 1; number <= looks; number++) {
          const seen = await look()
          truth = seen.truth
          found = check({ sent, edits, wishes: community.ledger.wishes.all, streams: community.ledger.streams.all, noticed: [], ...seen })
          log(`look ${number} at ${who}: ${found.length} violations${found.slice(0, 3).map(({ what }) => `\n           ${what}`).join('')}`)
          if (found.length === 0) break
        }
        return found
      }
      if (restless.length > 0) log(stack.output())
      const live = await judge('the clients as they are', () => lookAtLive(stack, community))
      const resumed = await judge('the clients after a reload, and fresh ones', () => lookAtResumed(stack, community))
      const violations = [...noticed, ...community.actors.flatMap((actor) => actor.noticed), ...live, ...resumed]
      return {
        seed,
        seconds: Math.round((Date.now() - began) / 1000),
        faults: happened.faults,
        moves: happened.moves,
        ...countsOf(community.ledger, truth),
        violations,
      }
    } finally {
      await community.close()
    }
  } catch (error) {
    log(stack.output())
    throw new Error(`unable to finish the run with seed ${seed}`, { cause: error })
  } finally {
    await stack.close()
  }
}
