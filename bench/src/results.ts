import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Measurement } from './measure.ts'
import type { CatchUpMeasurement } from './measure-catch-up.ts'
import type { IdleMeasurement } from './measure-idle.ts'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly node: string
  readonly kernel: string
}

/** When and where a file of results was measured. */
export interface Run {
  readonly startedAt: string
  readonly effort: 'quick' | 'full'
  readonly machine: Machine
}

/** Everything that a run of the loads found, as written to results.json. */
export interface Results extends Run {
  readonly measurements: readonly Measurement[]
  readonly idle: readonly IdleMeasurement[]
  readonly catchUps: readonly CatchUpMeasurement[]
  /** Measurements that broke off, and why. */
  readonly failures: readonly string[]
}

/** The head of a file of results that is measured now. */
export function beginRun(effort: Run['effort']): Run {
  const [first] = cpus()
  const machine = {
    cpu: first?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    kernel: release(),
  }
  return { startedAt: new Date().toISOString(), effort, machine }
}

/** Writes a file into the folder of results. */
export async function writeResult(folder: string, name: string, content: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), content)
}

/** Reads a file of results; undefined when that was not measured yet. */
export async function readResult<T>(folder: string, name: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, name), 'utf8')) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
