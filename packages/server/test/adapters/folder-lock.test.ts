import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { endChild } from '../../../../tooling/processes/child-process.ts'
import { DataFolderInUseError, lockDataFolder } from '../../src/adapters/pglite/folder-lock.ts'

const script = fileURLToPath(new URL('../support/lock-holder.ts', import.meta.url))

describe('the lock of the data folder', () => {
  let folder: string
  const started: ChildProcess[] = []
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'palaver-lock-')) })
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  /** Starts a process that tries to take the lock, and returns it with what it said. */
  async function start(path = folder): Promise<{ child: ChildProcess; said: string }> {
    const child = spawn(process.execPath, ['--conditions=source', script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    started.push(child)
    const [line] = await once(child.stdout, 'data')
    return { child, said: String(line).trim() }
  }

  test('is refused to a second process, which is told who has it', async () => {
    const first = await start()
    expect(first.said).toBe('held')
    const second = await start()
    expect(second.said).toMatch(/^refused: unable to open the data folder /)
    expect(second.said).toContain(`in use by process ${first.child.pid} on ${hostname()}`)
    expect(second.said).toContain('PALAVER_DATA_DIR')
  })

  test('is free at once when its owner was killed', async () => {
    const first = await start()
    await endChild(first.child, 'SIGKILL')
    expect((await start()).said).toBe('held')
  })

  test('does not believe a pid: one that is alive and means somebody else keeps nobody out', async () => {
    for (const pid of [1, process.pid, process.ppid]) {
      writeFileSync(join(folder, 'lock-owner.json'), JSON.stringify({ pid, host: hostname(), since: new Date().toISOString() }))
      const { child, said } = await start()
      expect(said).toBe('held')
      await endChild(child, 'SIGKILL')
    }
  })

  test('goes to exactly one of ten that start at once, also over one that was killed', async () => {
    for (let round = 0; round < 2; round++) {
      const said = await Promise.all(Array.from({ length: 10 }, () => start()))
      const winners = said.filter((one) => one.said === 'held')
      expect(winners).toHaveLength(1)
      expect(said.filter((one) => one.said.startsWith('refused'))).toHaveLength(9)
      for (const { child } of winners) await endChild(child, 'SIGKILL')
    }
  })

  test('works in a folder deeper than the address of a unix socket may be long', async () => {
    const deep = join(folder, ...Array.from({ length: 12 }, () => 'a-rather-long-name-of-a-folder'))
    expect((await start(deep)).said).toBe('held')
    expect((await start(deep)).said).toMatch(/^refused/)
  })

  test('holds within one process too, and can be taken again once released', async () => {
    const lock = await lockDataFolder(folder)
    await expect(lockDataFolder(folder)).rejects.toBeInstanceOf(DataFolderInUseError)
    lock.release()
    lock.release()
    const again = await lockDataFolder(folder)
    again.release()
  })

  test('waits for a predecessor that is about to end', async () => {
    const lock = await lockDataFolder(folder)
    setTimeout(() => lock.release(), 300)
    const successor = lockDataFolder(folder)
    await expect(successor).resolves.toBeDefined()
    const lockOfSuccessor = await successor
    lockOfSuccessor.release()
  })

  test('makes the folder for its owner alone', async () => {
    const path = join(folder, 'new')
    const lock = await lockDataFolder(path)
    expect(existsSync(path)).toBe(true)
    expect(statSync(path).mode & 0o077).toBe(0)
    lock.release()
  })
})
