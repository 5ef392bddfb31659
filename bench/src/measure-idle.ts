import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { cpuOfTree } from './cpu.ts'
import type { MeasureOptions } from './measure.ts'
import { Session } from './session.ts'
import { cpuSince, readSystemCpu } from './system-cpu.ts'
import type { SystemName } from './systems/system.ts'
import type { WorkloadId } from './workload.ts'

/** What connections cost that say nothing. */
export interface IdleMeasurement {
  readonly system: SystemName
  readonly workload: WorkloadId
  readonly repeat: number
  /** Between which numbers of connections memory grew. */
  readonly from: number
  readonly to: number
  /** Conversations that each of them follows. */
  readonly followed: number
  /** Resident memory of the server's processes for each further connection, after a collection of garbage, in KiB. */
  readonly kibPerClient: number
  /** Of the second half of them alone: the first may have moved into what the process had free. */
  readonly kibPerLaterClient: number
  /** Held by JavaScript objects and buffers for each further connection: no noise, but without what the operating system adds. */
  readonly kibUsedPerClient: number
  /** The same as the first without the collection: what the first minute shows. */
  readonly kibBeforeCollection: number
  /** From the first byte of TCP to live, authenticated and synced. */
  readonly connectsPerSecond: number
  /** CPU milliseconds of a connect: server, database, generator. */
  readonly cpuPerConnect: { readonly server: number; readonly database: number; readonly generator: number }
}

const firstConnections = 100
const collector = fileURLToPath(new URL('./systems/collect-garbage.ts', import.meta.url))

/** Connects a hundred, then everybody, and reads what the server's processes hold. */
export async function measureIdle({ system, workload, repeat, effort, nodeArgs }: MeasureOptions): Promise<IdleMeasurement> {
  const session = await Session.open(system, workload, { nodeArgs: [...nodeArgs, '--expose-gc', `--import=${collector}`], upTo: firstConnections })
  try {
    const { generator, system: running } = session
    const quietMs = effort.name === 'full' ? 5000 : 1500
    const before = await memoryOf(running.serverPids, quietMs)
    const cpuBefore = readSystemCpu(running)
    const generatorBefore = cpuOfTree(generator.pid)
    const further = workload.people - firstConnections
    const half = firstConnections + Math.floor(further / 2)
    const firstMs = await generator.connectMore(half)
    const inBetween = await memoryOf(running.serverPids, quietMs)
    const elapsedMs = firstMs + (await generator.connectMore(workload.people))
    const cpu = cpuSince(running, cpuBefore, further)
    const ofGenerator = (cpuOfTree(generator.pid) - generatorBefore) / further
    const after = await memoryOf(running.serverPids, quietMs)
    return {
      system: system.name,
      workload: workload.id,
      repeat,
      from: firstConnections,
      to: workload.people,
      followed: workload.each,
      kibPerClient: (after.collected - before.collected) / further,
      kibPerLaterClient: (after.collected - inBetween.collected) / (workload.people - half),
      kibUsedPerClient: (after.used - before.used) / further,
      kibBeforeCollection: (after.resident - before.resident) / further,
      connectsPerSecond: (further * 1000) / elapsedMs,
      cpuPerConnect: { ...cpu, generator: ofGenerator },
    }
  } finally {
    await session.close()
  }
}

/** KiB of processes that nobody asks anything: resident before and after they collected their garbage, and what they then hold. */
async function memoryOf(pids: readonly number[], quietMs: number): Promise<{ resident: number; collected: number; used: number }> {
  await sleep(quietMs)
  const resident = residentKib(pids)
  for (const pid of pids) process.kill(pid, 'SIGWINCH')
  await sleep(quietMs)
  const used = pids.reduce((sum, pid) => sum + takeUsed(pid) / 1024, 0)
  return { resident, collected: residentKib(pids), used }
}

function takeUsed(pid: number): number {
  const file = join(tmpdir(), `palaver-memory-${pid}`)
  const bytes = Number(readFileSync(file, 'utf8'))
  rmSync(file)
  return bytes
}

const residentKib = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0), 0)
