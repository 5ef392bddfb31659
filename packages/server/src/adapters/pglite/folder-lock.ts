import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseSync } from 'node:sqlite'

/** Two processes in one data folder would corrupt it; the second is refused with this. */
export class DataFolderInUseError extends Error {
  readonly folder: string
  constructor(folder: string, owner: string) {
    super(`unable to open the data folder ${folder}; it is in use by ${owner}. Stop that one first, or set PALAVER_DATA_DIR to another folder`)
    this.name = 'DataFolderInUseError'
    this.folder = folder
  }
}

/** The right to use a data folder, until it is released or the process ends, however it ends. */
export interface FolderLock {
  release(): void
}

/** How long to try: a restart may overlap with the end of the process before, and racing starters may refuse each other for a moment. */
const patienceMs = 1000
const sqliteBusy = 5

/**
 * Takes the lock of a data folder; makes the folder (mode 0700) when it is not there.
 *
 * The lock is the kernel's record lock on the file `lock`, taken through the SQLite that is built into Node (it has no flock of its
 * own): it ends with its process, needs no pid, and holds across containers that share the folder. Nothing else in this process may
 * open that file, because closing any descriptor of it would drop the lock.
 * @throws {DataFolderInUseError} when another process has it.
 */
export async function lockDataFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const deadline = performance.now() + patienceMs
  for (;;) {
    const file = tryLock(join(folder, 'lock'))
    if (file) {
      await nameOwner(folder)
      return { release: () => { if (file.isOpen) file.close() } }
    }
    if (performance.now() > deadline) throw new DataFolderInUseError(folder, await readOwner(folder))
    await sleep(20 + Math.random() * 60)
  }
}

function tryLock(path: string): DatabaseSync | undefined {
  // Not imported by name: bundlers that shorten `node:` specifiers would leave `sqlite`, which does not exist.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const file = new DatabaseSync(path)
  try {
    file.exec('BEGIN EXCLUSIVE')
    return file
  } catch (error) {
    file.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return undefined
    throw new Error(`unable to lock ${path}; ${String(error)}`, { cause: error })
  }
}

interface Owner { readonly pid: number; readonly host: string; readonly since: string }

/** Only for the message to whoever comes second: the lock does not depend on it. */
async function nameOwner(folder: string): Promise<void> {
  const owner: Owner = { pid: process.pid, host: hostname(), since: new Date().toISOString() }
  const path = join(folder, 'lock-owner.json')
  await writeFile(`${path}.new`, JSON.stringify(owner))
  await chmod(`${path}.new`, 0o600)
  await rename(`${path}.new`, path)
}

async function readOwner(folder: string): Promise<string> {
  try {
    const owner: Partial<Owner> = JSON.parse(await readFile(join(folder, 'lock-owner.json'), 'utf8'))
    return `process ${owner.pid} on ${owner.host}, since ${owner.since}`
  } catch {
    return 'another process'
  }
}
