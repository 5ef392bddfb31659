import { machineTimes } from './cpu.ts'
import { Generator } from './generator/generator.ts'
import { startInOwnFolder } from './in-own-folder.ts'
import { judge, type Step, type StepOutcome, type Verdict } from './step.ts'
import { cpuSince, readSystemCpu } from './system-cpu.ts'
import type { RunningSystem, System } from './systems/system.ts'
import type { Workload } from './workload.ts'

/** A step with what it cost. CPU is that of the whole step, drain included, per 1,000 of the deliveries that had to come. */
export interface MeasuredStep {
  readonly outcome: StepOutcome
  readonly verdict: Verdict
  readonly serverCpuMs: number
  readonly databaseCpuMs: number
  /** Share of all cores that was idle. */
  readonly idle: number
}

/** Messages of one server's life. */
export interface RowCount {
  readonly sent: number
  readonly acknowledged: number
  /** Absent when the system stores none. */
  readonly stored?: number
}

const settleMs = 20_000

/** One server and its generator, from start to the counting of the rows. */
export class Session {
  readonly system: RunningSystem
  readonly generator: Generator
  #sent = 0
  #acknowledged = 0

  private constructor(system: RunningSystem, generator: Generator) {
    this.system = system
    this.generator = generator
  }

  /** Starts the server, signs everybody up and connects them, or the first `upTo`. */
  static async open(system: System, workload: Workload, { nodeArgs, upTo }: { readonly nodeArgs: readonly string[]; readonly upTo?: number }): Promise<Session> {
    const running = await startInOwnFolder(system, workload, nodeArgs)
    try {
      const { dialect, ports, clients, conversationIds } = running
      return new Session(running, await Generator.open({ dialect, ports, clients, conversationIds, workload }, upTo))
    } catch (error) {
      await running.finish()
      throw error
    }
  }

  async run(step: Step): Promise<MeasuredStep> {
    const [cpu, machine] = [readSystemCpu(this.system), machineTimes()]
    const outcome = await this.generator.run(step)
    const { server, database } = cpuSince(this.system, cpu, Math.max(1, outcome.expected) / 1000)
    const after = machineTimes()
    this.#sent += outcome.sent
    this.#acknowledged += outcome.acknowledged
    return {
      outcome,
      verdict: judge(outcome),
      serverCpuMs: server,
      databaseCpuMs: database,
      idle: (after.idle - machine.idle) / Math.max(1, after.all - machine.all),
    }
  }

  /** Whether it can go on after a failed step: nobody is gone, and everything late has arrived. */
  settle(): Promise<boolean> {
    return this.generator.settle(settleMs)
  }

  /** Ends everything and counts. */
  async close(): Promise<RowCount> {
    await this.generator.close()
    const stored = await this.system.finish()
    return { sent: this.#sent, acknowledged: this.#acknowledged, ...(stored === undefined ? {} : { stored }) }
  }
}
