import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { endChild } from '../../../../tooling/processes/child-process.ts'
import { plainEnvironment } from '../../../../tooling/processes/plain-environment.ts'

const program = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** What `palaver` printed, and how it ended. */
export interface PalaverRun {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Starts `palaver` from its sources, with nothing of ours in its environment but `env`; it is killed with the test. */
export function spawnPalaver(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn(process.execPath, ['--conditions=source', program, ...args], { env: { ...plainEnvironment(), ...env }, stdio: 'pipe' })
  onTestFinished(() => endChild(child, 'SIGKILL'))
  return child
}

/** Runs `palaver` to its end. */
export async function runPalaver(args: readonly string[], env: Readonly<Record<string, string>>, input = ''): Promise<PalaverRun> {
  const child = spawnPalaver(args, env)
  let [out, err] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()))
  child.stdin?.end(input)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}
