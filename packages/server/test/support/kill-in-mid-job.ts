import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { KilledWorkerOrder } from './killed-worker.ts'

/** Runs a worker that is killed in the middle of its job. */
export async function killInMidJob(order: KilledWorkerOrder): Promise<void> {
  const script = fileURLToPath(new URL('./killed-worker.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=source', script, JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString() })
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  if (signal !== 'SIGKILL') throw new Error(`unable to kill a worker in mid-job; it ended with ${code}: ${errors}`)
}
