import { join } from 'node:path'
import type { EntitySchema } from '@mikro-orm/core'
import { lockDataFolder } from './folder-lock.ts'
import { createPgliteDatabase, type PgliteDatabase } from './pglite-database.ts'
import { PgliteThread } from './pglite-thread.ts'
import type { ThreadStart } from './thread-protocol.ts'

export interface PgliteConfig {
  /** The data folder, made when it is not there: the database goes into `pglite` in it. `memory://` keeps it in memory. */
  readonly dataDir: string
  readonly entities: readonly EntitySchema[]
  /** A dump (`dumpDataDir`) to begin from: only for a database that is not there yet. */
  readonly loadDataDir?: Blob
  /** Told when the thread ends though nobody closed the database: it does not come back. */
  readonly onConnectionLost?: (error: Error) => void
}

/**
 * Opens the embedded database and holds the lock of its folder until it is closed.
 * @throws {DataFolderInUseError} when another process has the folder.
 */
export async function openPglite(config: PgliteConfig): Promise<PgliteDatabase> {
  const inMemory = config.dataDir.startsWith('memory://')
  const lock = inMemory ? undefined : await lockDataFolder(config.dataDir)
  try {
    const dataDir = inMemory ? config.dataDir : join(config.dataDir, 'pglite')
    const thread = await startThread(config.loadDataDir ? { dataDir, loadDataDir: config.loadDataDir } : { dataDir })
    if (config.onConnectionLost) thread.onLost(config.onConnectionLost)
    return await createPgliteDatabase(thread, { entities: config.entities, onClosed: () => lock?.release() })
  } catch (error) {
    lock?.release()
    throw error
  }
}

async function startThread(start: ThreadStart): Promise<PgliteThread> {
  const thread = new PgliteThread(start)
  await thread.waitReady
  return thread
}
