import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuOfTree, machineTimes } from './cpu.ts'
import { Generator } from './generator/generator.ts'
import { removeAtExit } from './leftovers.ts'
import { judge, type Step, type StepOutcome, type Verdict } from './step.ts'
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
  readonly #removeFolder: () => Promise<void>
  readonly #system: RunningSystem
  readonly #generator: Generator
  #sent = 0
  #acknowledged = 0

  private constructor(removeFolder: () => Promise<void>, system: RunningSystem, generator: Generator) {
    this.#removeFolder = removeFolder
    this.#system = system
    this.#generator = generator
  }

  static async open(system: System, workload: Workload, nodeArgs: readonly string[]): Promise<Session> {
    const folder = await mkdtemp(join(tmpdir(), 'palaver-bench-'))
    const forget = removeAtExit(() => rmSync(folder, { recursive: true, force: true }))
    const remove = async (): Promise<void> => {
      forget()
      await rm(folder, { recursive: true, force: true })
    }
    try {
      const running = await system.start({ workload, folder, nodeArgs })
      try {
        const { dialect, port, clients } = running
        return new Session(remove, running, await Generator.open({ dialect, port, clients, workload }))
      } catch (error) {
        await running.finish()
        throw error
      }
    } catch (error) {
      await remove()
      throw error
    }
  }

  async run(step: Step): Promise<MeasuredStep> {
    const before = this.#readCpu()
    const outcome = await this.#generator.run(step)
    const after = this.#readCpu()
    this.#sent += outcome.sent
    this.#acknowledged += outcome.acknowledged
    const perThousand = 1000 / Math.max(1, outcome.expected)
    return {
      outcome,
      verdict: judge(outcome),
      serverCpuMs: (after.server - before.server) * perThousand,
      databaseCpuMs: (after.database - before.database) * perThousand,
      idle: (after.machine.idle - before.machine.idle) / Math.max(1, after.machine.all - before.machine.all),
    }
  }

  /** Whether it can go on after a failed step: nobody is gone, and everything late has arrived. */
  settle(): Promise<boolean> {
    return this.#generator.settle(settleMs)
  }

  /** Ends everything and counts. */
  async close(): Promise<RowCount> {
    await this.#generator.close()
    try {
      const stored = await this.#system.finish()
      return { sent: this.#sent, acknowledged: this.#acknowledged, ...(stored === undefined ? {} : { stored }) }
    } finally {
      await this.#removeFolder()
    }
  }

  #readCpu() {
    const { serverPid, databasePid } = this.#system
    return {
      server: cpuOfTree(serverPid),
      database: databasePid === undefined ? 0 : cpuOfTree(databasePid),
      machine: machineTimes(),
    }
  }
}
