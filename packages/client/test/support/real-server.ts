import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServerProcess, freePort } from '../../../../tooling/processes/server-process.ts'

/** The real server in a process of its own, from source, on an embedded database that `remove` takes away with it. */
export const createRealServer = async (environment: Readonly<Record<string, string>> = {}) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'palaver-client-'))
  const server = createServerProcess(await freePort(), { PALAVER_DATA_DIR: dataDir, ...environment })
  return {
    ...server,
    remove: async () => {
      await server.kill()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
