import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeAtExit } from './leftovers.ts'
import type { RunningSystem, System } from './systems/system.ts'
import type { Workload } from './workload.ts'

/** Starts a system in a temporary folder of its own, which goes when the system has finished, or with this process. */
export async function startInOwnFolder(system: System, workload: Workload, nodeArgs: readonly string[]): Promise<RunningSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'palaver-bench-'))
  const forget = removeAtExit(() => rmSync(folder, { recursive: true, force: true }))
  const remove = async (): Promise<void> => {
    forget()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const running = await system.start({ workload, folder, nodeArgs })
    return {
      ...running,
      async finish() {
        try {
          return await running.finish()
        } finally {
          await remove()
        }
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}
