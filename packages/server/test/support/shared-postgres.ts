import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oncePerRun } from './once-per-run.ts'

/** What the test files of one run share. */
export interface TestRun {
  readonly folder: string
  /** The run's main process. */
  readonly pid: number
}

/** What the keeper writes down for the processes of the run. */
export interface SharedPostgres {
  readonly url: string
  /** The database with every migration applied, to copy from. */
  readonly template: string
  readonly keeperPid: number
}

/** The run's PostgreSQL; the first caller of all processes starts it, in a keeper process that outlives the test file. */
export async function sharedPostgres({ folder, pid }: TestRun): Promise<SharedPostgres> {
  return JSON.parse(await oncePerRun(folder, 'postgres', () => startKeeper(pid)))
}

/** Ends the run's PostgreSQL if there is one. */
export async function stopShared(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'postgres.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return
  const { value }: { value?: string } = JSON.parse(text)
  if (value === undefined) return
  const { keeperPid }: SharedPostgres = JSON.parse(value)
  process.kill(keeperPid, 'SIGTERM')
  for (let tries = 0; tries < 100 && isAlive(keeperPid); tries++) await new Promise((resolve) => setTimeout(resolve, 50))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function startKeeper(owner: number): Promise<string> {
  const script = fileURLToPath(new URL('./postgres-keeper.ts', import.meta.url))
  // It watches the run's main process and ends with it, should the run be killed.
  const keeper = spawn(process.execPath, ['--conditions=source', script, String(owner)], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  return new Promise((resolve, reject) => {
    let errors = ''
    keeper.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString() })
    keeper.once('error', reject)
    keeper.once('exit', (code) => reject(new Error(`unable to start the run's PostgreSQL; it ended with ${code}: ${errors}`)))
    keeper.stdout.once('data', (line: Buffer) => {
      keeper.unref()
      keeper.stdout.destroy()
      keeper.stderr.destroy()
      resolve(line.toString())
    })
  })
}
