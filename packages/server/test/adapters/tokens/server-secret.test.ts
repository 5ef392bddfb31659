import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createAppKeyCheck } from '../../../src/adapters/tokens/app-keys.ts'
import { loadServerSecret } from '../../../src/adapters/tokens/server-secret.ts'
import { systemRuntime } from '../../../src/adapters/system-runtime.ts'

const makeFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'palaver-secret-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

describe("the server's secret", () => {
  it('is made once, for its owner only, also by many starts at the same moment', async () => {
    const folder = await makeFolder()
    const secrets = await Promise.all(Array.from({ length: 8 }, () => loadServerSecret(folder, systemRuntime)))
    expect(new Set(secrets.map((secret) => secret.toString('hex'))).size).toBe(1)
    expect(secrets[0]).toHaveLength(32)
    expect((await stat(join(folder, 'secrets', 'server'))).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'secrets'))).mode & 0o777).toBe(0o700)
    expect(await readdir(join(folder, 'secrets'))).toEqual(['server'])
    expect(await loadServerSecret(folder, systemRuntime)).toEqual(secrets[0])
  })

  it('is refused when it is damaged, and never replaced: all tokens would be void', async () => {
    const folder = await makeFolder()
    await loadServerSecret(folder, systemRuntime)
    await writeFile(join(folder, 'secrets', 'server'), 'short')
    await expect(loadServerSecret(folder, systemRuntime)).rejects.toThrow('is damaged')
  })
})

describe('app keys', () => {
  it('are known whole and only so', () => {
    const isAppKey = createAppKeyCheck(['first-key', 'second-key'])
    expect(['first-key', 'second-key', 'first-ke', 'first-key2', '', 'third'].map(isAppKey)).toEqual([true, true, false, false, false, false])
    expect(createAppKeyCheck([])('')).toBe(false)
  })
})
